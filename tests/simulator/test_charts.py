from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from summitry.charts import Charts, look
from summitry.charts.blocked import Blocked
from summitry.charts.blocks import blocks
from summitry.charts.funnel import funnel
from summitry.charts.issues import issues
from summitry.charts.labels import Room, number_labels, option_labels
from summitry.charts.scale import Scale, Spot, ideal
from summitry.charts.settlements import settlements
from summitry.charts.text import width, wrap
from summitry.ensembles.result import EnsembleResult
from summitry.registry import registered
from summitry.reports.pictures import NARROW
from summitry.scenario.scenario import Scenario
from summitry.talks.gates import Gate
from tests.simulator import synthetic
from tests.simulator.picture_checks import bars, flaws, texts, words

CHARTS = [blocks, funnel, issues, settlements]
Chart = Callable[..., Figure]
SIZES: list[dict[str, float]] = [{}, {"inches": NARROW}]
"""As wide as a chart likes, and as a phone shows it."""


def numeric(low: float, high: float, steps: int, unit: str = "") -> Scenario:
    positions = {"sum": {"ideal": low}}
    scale = {"from": low, "to": high, "steps": steps, "unit": unit}
    states = {"north": {"positions": positions}, "south": {"positions": positions}}
    return Scenario.from_dict({"title": "A sum", "issues": {"sum": {"range": scale}}, "states": states})


def named(options: list[str], **issue: object) -> Scenario:
    positions = {"topic": {"ideal": options[0]}}
    states = {"north": {"positions": positions}, "south": {"positions": positions}}
    return Scenario.from_dict({"issues": {"topic": {"options": options, **issue}}, "states": states})


def title(figure: Figure) -> str:
    return str(figure.get_label())


CASES: dict[str, Callable[[], EnsembleResult]] = {
    "the flagship": lambda: synthetic.result(Scenario.load("reykjavik-2021")),
    "one issue": lambda: synthetic.result(synthetic.talks(1)),
    "three issues": lambda: synthetic.result(synthetic.talks(3)),
    "fifteen issues": lambda: synthetic.result(synthetic.talks(15, 3)),
    "twelve states": lambda: synthetic.result(synthetic.talks(4, 12)),
    "long names": lambda: synthetic.result(synthetic.talks(6, 4, wordy=True)),
    "no agreement": lambda: synthetic.result(synthetic.talks(3), agreed=0),
    "all agreement": lambda: synthetic.result(synthetic.talks(3), agreed=1, chances={"issue_00": 1.0}),
    "hardly any agreement": lambda: synthetic.result(synthetic.talks(3), agreed=0.0004),
    "some issues hardly settled": lambda: synthetic.result(
        synthetic.talks(6), chances={"issue_01": 0.02, "issue_02": 0.001, "issue_03": 0.0}
    ),
    "one world": lambda: synthetic.result(synthetic.talks(2), agreed=1, worlds=1),
    "all gates": lambda: synthetic.result(
        synthetic.talks(2), lost=dict.fromkeys(list(Gate)[2:], 1 / 6), undecided=0.02
    ),
    "a division between two": lambda: synthetic.result(synthetic.dividing(2, 100)),
    "a division among three": lambda: synthetic.result(synthetic.dividing(3, 50)),
    "a division among twelve": lambda: synthetic.result(synthetic.dividing(12, 3)),
    "an indivisible pie": lambda: synthetic.result(synthetic.dividing(2, 1)),
    "a range of two": lambda: synthetic.result(numeric(0, 1, 2)),
    "a fine range": lambda: synthetic.result(numeric(0, 1_000_000, 101, "metric tonnes of wheat, rye and barley " * 9)),
    "a range of large odd numbers": lambda: synthetic.result(numeric(-123_456_789.25, 987_654_321.75, 4000)),
    "years": lambda: synthetic.result(numeric(2021, 2050, 30, "year of entry into force")),
    "forty options": lambda: synthetic.result(named([f"Option number {k}" for k in range(40)])),
    "words without a break": lambda: synthetic.result(named(["w" * 80, "m" * 80, "x" * 80], title="W" * 300)),
    "dollars": lambda: synthetic.result(
        named(["$1 bn", "$2 bn to $3 bn", "$x_1^2$ of \\alpha"], title="Aid in $ or € $")
    ),
    "no order": lambda: synthetic.result(named(["red", "green", "blue", "white"], ordered=False)),
    "no status quo": lambda: synthetic.result(
        Scenario.from_dict(
            {
                "issues": {"topic": {"options": ["a", "b", "c"], "status_quo": "none"}},
                "states": {
                    name: {"walk_away": 0.1, "positions": {"topic": {"ideal": "a"}}} for name in ("north", "south")
                },
            }
        )
    ),
}


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> EnsembleResult:
    return CASES[request.param]()


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_texts_neither_overlap_nor_are_cut_off_nor_lie_on_bars_and_lines(
    case: EnsembleResult, chart: Chart, size: dict[str, float]
) -> None:
    figure = chart(case, **size)
    assert flaws(figure) == []
    assert not size or figure.get_figwidth() == pytest.approx(size["inches"])


@pytest.mark.parametrize("name", registered("charts"))
def test_a_sheet_too_narrow_for_any_chart_is_refused_in_words(name: str) -> None:
    with pytest.raises(ValueError, match=r"inches: found 2, expected a width of at least 3\.5"):
        getattr(synthetic.result(synthetic.talks(2)).plot, name)(inches=2)


@pytest.mark.parametrize(
    ("spoil", "flaw"),
    [
        (lambda axes: [axes.text(0.5, 0.5, "one"), axes.text(0.52, 0.5, "two")], "overlap: 'one' and 'two'"),
        (lambda axes: axes.text(1.2, 0.5, "far out to the right"), "cut off: 'far out to the right'"),
        (lambda axes: [axes.text(0.5, 0.5, "on it"), axes.barh(0.5, 1.0, height=0.3)], "on a bar: 'on it'"),
        (lambda axes: [axes.text(0.5, 0.5, "crossed"), axes.plot((0.55, 0.55), (0, 1))], "on a line: 'crossed'"),
    ],
)
def test_a_bad_picture_is_recognised(spoil: Callable[..., object], flaw: str) -> None:
    figure = look.Chart(figsize=(4, 3))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    spoil(axes)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    assert flaws(figure) == [flaw]


class TestFiles:
    @pytest.mark.parametrize("chart", CHARTS)
    @pytest.mark.parametrize("ending", [".png", ".svg"])
    def test_saving_twice_gives_the_same_bytes(self, chart: Chart, ending: str, tmp_path: Path) -> None:
        result = synthetic.result(synthetic.talks(3))
        figure = chart(result)
        files = [tmp_path / f"{name}{ending}" for name in ("first", "again", "redrawn")]
        for drawn, file in zip((figure, figure, chart(result)), files, strict=True):
            look.save(drawn, file)
        assert len({file.read_bytes() for file in files}) == 1

    @pytest.mark.parametrize("chart", CHARTS)
    def test_svg_is_what_matplotlib_itself_would_write(self, chart: Chart) -> None:
        figure = chart(synthetic.result(synthetic.talks(3, 2, wordy=True)))
        own = BytesIO()
        with look.style():
            metadata = {"Title": title(figure), "Creator": "Summitry", "Date": None}
            figure.savefig(own, format="svg", backend="svg", metadata=metadata)
        assert look.svg(figure).splitlines() == own.getvalue().decode().splitlines()

    @pytest.mark.parametrize("chart", CHARTS)
    def test_svg_has_real_text_and_no_date(self, chart: Chart, tmp_path: Path) -> None:
        look.save(chart(synthetic.result(synthetic.talks(3))), tmp_path / "chart.svg")
        svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
        assert "<text" in svg
        assert ">Made-up talks: " in svg
        assert "<dc:date>" not in svg

    def test_another_ending_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match=r"found 'chart.gif', expected a name that ends in \.png or \.svg"):
            look.save(funnel(synthetic.result(synthetic.talks(1))), tmp_path / "chart.gif")
        assert not list(tmp_path.iterdir())

    def test_a_users_own_settings_change_nothing(self, tmp_path: Path) -> None:
        result = synthetic.result(synthetic.talks(2))
        look.save(issues(result), tmp_path / "plain.png")
        with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "lines.linewidth": 9}):
            look.save(issues(result), tmp_path / "dark.png")
            assert matplotlib.rcParams["font.size"] == 30
        assert (tmp_path / "plain.png").read_bytes() == (tmp_path / "dark.png").read_bytes()


class TestAccessor:
    def test_every_chart_is_found_by_its_name(self) -> None:
        plot = synthetic.result(synthetic.talks(2)).plot
        assert {"agreement", "blocks", "funnel", "gains", "issues", "settlements"} <= set(dir(plot))
        assert isinstance(plot.funnel(), Figure)
        assert "Wilson" in str(plot.issues.__doc__)
        assert repr(plot) == f"<Charts of made-up: {', '.join(registered('charts'))}>"

    def test_an_unknown_name_is_answered_with_the_charts_there_are(self) -> None:
        plot = Charts(synthetic.result(synthetic.talks(2)))
        there_are = ", ".join(registered("charts"))
        expected = f"no chart is called 'isues'; there are: {there_are}; did you mean 'issues'?"
        with pytest.raises(AttributeError) as complaint:
            plot.isues  # noqa: B018
        assert str(complaint.value) == expected

    def test_only_drawing_loads_matplotlib_and_never_pyplot(self) -> None:
        script = (
            "import sys, summitry, summitry.charts, summitry.ensembles.result; assert 'matplotlib' not in sys.modules;"
            "from tests.simulator import synthetic; synthetic.result(synthetic.talks(2)).plot.issues();"
            "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
        )
        root = Path(__file__).parents[2]
        done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603
        assert done.returncode == 0, done.stderr

    def test_a_notebook_shows_the_picture(self) -> None:
        formatter = DisplayFormatter()
        formatter.active_types = formatter.format_types
        shown, _ = formatter.format(funnel(synthetic.result(synthetic.talks(2))))
        assert shown["image/png"].startswith(b"\x89PNG")


class TestIssues:
    def test_title_names_the_likeliest_and_the_least_likely(self) -> None:
        chances = {"issue_00": 0.032, "issue_01": 0.413, "issue_02": 0.2}
        figure = issues(synthetic.result(synthetic.talks(3), agreed=0.46, chances=chances))
        assert title(figure) == "Likeliest to be settled: Border crossing 2 (41 %); least likely: Aid border 1 (3 %)"
        assert title(figure) in words(figure)

    def test_title_claims_no_order_among_equals(self) -> None:
        result = synthetic.result(synthetic.talks(3), chances=dict.fromkeys(["issue_00", "issue_01", "issue_02"], 0.2))
        assert title(issues(result)) == "Each issue is as likely to be settled as the others (20 %)"
        two = synthetic.result(synthetic.talks(3), chances={"issue_00": 0.3, "issue_01": 0.3, "issue_02": 0.1})
        assert "Aid border 1 and Border crossing 2 (30 %)" in title(issues(two))

    def test_title_says_if_nothing_is_settled(self) -> None:
        assert title(issues(synthetic.result(synthetic.talks(3), agreed=0))) == "No issue is settled in any world"

    def test_issues_stand_in_the_order_of_their_chances_with_figures_and_intervals(self) -> None:
        chances = {"issue_00": 0.1, "issue_01": 0.3, "issue_02": 0.2}
        result = synthetic.result(synthetic.talks(3), agreed=0.4, chances=chances, worlds=1000)
        figure = issues(result)
        labels = [text.get_text() for text in texts(figure)]
        shown = [label for label in labels if label in {"30 %", "20 %", "10 %", *_titles(result)}]
        order = ["Border crossing 2", "30 %", "Crossing delegation 3", "20 %", "Aid border 1", "10 %"]
        assert [label for label in shown if label in order][:6] == order
        assert [bar.get_width() for bar in bars(figure)] == pytest.approx([0.3, 0.2, 0.1])
        lines = [tuple(line.get_xdata()) for line in figure.findobj(Line2D)]
        assert all(chance.interval in lines for chance in result.settled.values())
        assert (0.4, 0.4) in lines
        assert "any agreement: 40 %" in labels


class TestFunnel:
    def test_title_and_rows_tell_where_worlds_end(self) -> None:
        lost = {Gate.NO_ZONE: 0.9, Gate.OUT_OF_TIME: 0.1}
        figure = funnel(synthetic.result(synthetic.talks(3), agreed=0.4, lost=lost))
        assert title(figure) == "Of 100 worlds, 40 end in agreement, 54 have no zone and 6 run out of time"
        assert _rows(figure) == {
            "All worlds": "100",
            "No zone": "54",
            "A zone": "46",
            "Out of time": "6",
            "Agreement": "40",
            "On all issues": "8",
            "On some issues": "32",
        }

    def test_bars_add_up(self) -> None:
        figure = funnel(synthetic.result(synthetic.talks(3), agreed=0.4, lost={Gate.NO_ZONE: 1.0}))
        spans = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars(figure)]
        assert spans == [(0, 10000), (4000, 10000), (0, 4000), (0, 4000), (0, 800), (800, 4000)]

    def test_no_agreement(self) -> None:
        figure = funnel(synthetic.result(synthetic.talks(3), agreed=0))
        assert title(figure) == "No world ends in agreement: of 100, 70 have no zone and 30 run out of time"
        assert _rows(figure)["Agreement"] == "0"

    def test_all_agreement(self) -> None:
        figure = funnel(synthetic.result(synthetic.talks(3), agreed=1))
        assert title(figure) == "Every world ends in agreement, 20 of 100 on all issues"
        assert "No zone" not in _rows(figure)

    def test_a_zone_is_only_claimed_where_it_was_found(self) -> None:
        result = synthetic.result(synthetic.talks(3), lost={Gate.BROKEN_OFF: 0.5, Gate.NO_ZONE: 0.5})
        result.tally.zone[:] = [5000, 5000, 0]
        assert "A zone" not in _rows(funnel(result))

    def test_every_gate_has_its_words(self) -> None:
        for gate, said in {
            Gate.BROKEN_OFF: "are broken off",
            Gate.REFUSED_BY_LEADERS: "are stopped by the leaders",
            Gate.NOT_RATIFIED: "fail at home",
        }.items():
            figure = funnel(synthetic.result(synthetic.talks(3), lost={gate: 1.0}))
            assert title(figure) == f"Of 100 worlds, 40 end in agreement and 60 {said}"

    def test_undecided_worlds_are_named(self) -> None:
        note = "In 3 % of worlds the search for a zone met its limit; they count among those without one."
        assert note in words(funnel(synthetic.result(synthetic.talks(3), undecided=0.03)))
        assert "limit" not in words(funnel(synthetic.result(synthetic.talks(3))))

    def test_rounding_is_owned_up_to(self) -> None:
        thirds = {Gate.NO_ZONE: 1 / 3, Gate.OUT_OF_TIME: 1 / 3, Gate.MISSED: 1 / 3}
        assert "need not add up to 100" in words(funnel(synthetic.result(synthetic.talks(3), 0, thirds)))
        assert "need not add up" not in words(funnel(synthetic.result(synthetic.talks(3))))


class TestBlocks:
    def test_title_names_the_issue_on_which_most_worlds_are_blocked(self) -> None:
        found = {(Gate.NO_ZONE, 0, 1): [0.1] * 1000, (Gate.OUT_OF_TIME, 1, 1): [0.1] * 900, (Gate.NO_ZONE, 0, 0): [0.1]}
        figure = blocks(synthetic.blocked(synthetic.result(synthetic.talks(3)), found))
        assert title(figure) == "Of 100 worlds, 60 end without agreement, 19 of them blocked on Border crossing 2"

    def test_title_claims_no_order_among_equals(self) -> None:
        found = {(Gate.NO_ZONE, 0, 0): [0.1] * 1000, (Gate.NO_ZONE, 1, 1): [0.1] * 1000}
        figure = blocks(synthetic.blocked(synthetic.result(synthetic.talks(3), agreed=0), found))
        assert title(figure) == (
            "No world ends in agreement: 10 of 100 are blocked on each of Aid border 1 and Border crossing 2"
        )

    def test_title_names_the_state_where_there_is_one_issue(self) -> None:
        result = synthetic.result(synthetic.talks(1), lost={Gate.NO_ZONE: 1.0})
        figure = blocks(synthetic.blocked(result, {(Gate.NO_ZONE, 1, 0): [0.1] * 6000}))
        assert title(figure) == "Of 100 worlds, 60 end without agreement, all of them blocked by State number 2"

    def test_title_says_if_every_world_ends_in_agreement(self) -> None:
        figure = blocks(synthetic.result(synthetic.talks(3), agreed=1))
        assert title(figure) == "Every world ends in agreement: nobody stands in the way"
        assert not bars(figure)
        assert "Not counted" not in words(figure)

    def test_talks_that_were_broken_off_are_blocked_by_nobody(self) -> None:
        figure = blocks(synthetic.result(synthetic.talks(3), lost={Gate.BROKEN_OFF: 1.0}))
        assert title(figure) == "Of 100 worlds, 60 end without agreement; nobody can be said to block"
        assert "Not counted: in 60 of 100 worlds talks were broken off." in words(figure)

    def test_worlds_that_nobody_is_known_to_block_are_owned_up_to(self) -> None:
        result = synthetic.blocked(synthetic.result(synthetic.talks(3)), {(Gate.NO_ZONE, 0, 0): [0.1] * 3000})
        assert "Not counted: in 30 of 100 worlds it cannot be said who blocks." in words(blocks(result))

    def test_bars_add_up_to_the_worlds_that_are_blocked(self) -> None:
        result = synthetic.result(synthetic.talks(20, 12), lost=dict.fromkeys(synthetic.BLAMED, 0.2))
        panels = Blocked(result).panels
        assert sum(bar.counts.total() for panel in panels for bar in panel.bars.values()) == 6000
        assert [panel.name for panel in panels] == ["No zone", "A zone, but no deal", "Refused or not ratified"]

    def test_all_bars_have_one_scale(self) -> None:
        found = {
            (Gate.NO_ZONE, 0, 0): [0.1] * 3000,
            (Gate.NO_ZONE, 1, 0): [0.1] * 600,
            (Gate.MISSED, 1, 1): [0.2] * 300,
        }
        result = synthetic.blocked(synthetic.result(synthetic.talks(3)), found)
        *_, one, two, three = (bar.get_width() for bar in bars(blocks(result)))
        assert (one, two) == (pytest.approx(10 * three), pytest.approx(2 * three))

    def test_stages_where_nobody_blocks_have_no_panel_and_single_gates_keep_their_name(self) -> None:
        lost = {Gate.NO_ZONE: 0.5, Gate.NOT_RATIFIED: 0.5}
        panels = Blocked(synthetic.result(synthetic.talks(3), lost=lost)).panels
        assert [(panel.name, panel.share) for panel in panels] == [("No zone", 0.3), ("Not ratified", 0.3)]

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ([0.1, 0.12, 0.4], "by 0.12"),
            ([0.001, 0.002], "by <0.01"),
            ([None, None], "red line"),
            ([None, 0.25], "by 0.25 or red line"),
        ],
    )
    def test_a_bar_says_by_how_much(self, changes: list[float | None], said: str) -> None:
        figure = blocks(synthetic.blocked(synthetic.result(synthetic.talks(3)), {(Gate.NO_ZONE, 0, 0): changes}))
        assert said in [text.get_text() for text in texts(figure)]
        assert ("Red line: " in words(figure)) == ("red line" in said)

    def test_issues_with_most_blocked_worlds_have_a_row_and_the_rest_share_one(self) -> None:
        found: dict[tuple[Gate, int, int], list[float | None]] = {
            (Gate.NO_ZONE, 0, i): [0.1] * (i + 1) for i in range(20)
        }
        rows = list(Blocked(synthetic.blocked(synthetic.result(synthetic.talks(20)), found)).issues.values())
        assert rows[0].endswith(" 20")
        assert len(rows) == 15
        assert rows[-1] == "6 other issues"

    def test_no_issue_is_hidden_alone(self) -> None:
        assert len(Blocked(synthetic.result(synthetic.talks(15))).issues) == 15
        assert "" not in Blocked(synthetic.result(synthetic.talks(15))).issues

    def test_states_of_one_title_keep_their_bars_and_their_order(self) -> None:
        data = {"positions": {"topic": {"ideal": "no"}}, "title": "Twin"}
        scenario = Scenario.from_dict(
            {"issues": {"topic": {"options": ["no", "yes"]}}, "states": {"east": data, "west": data}}
        )
        found = {(Gate.NO_ZONE, 1, 0): [0.1] * 200, (Gate.NO_ZONE, 0, 0): [0.1] * 100}
        drawn = bars(blocks(synthetic.blocked(synthetic.result(scenario), found)))
        assert drawn[-1].get_width() == pytest.approx(2 * drawn[-2].get_width())

    @pytest.mark.parametrize("states", [2, 7, 8, 40])
    def test_no_two_colours_are_alike(self, states: int) -> None:
        blocked = Blocked(synthetic.result(synthetic.talks(3, states)))
        assert len(set(blocked.colours.values())) == len(blocked.states) == min(states, 7)

    def test_a_state_has_the_colour_of_its_sign(self) -> None:
        blocked = Blocked(synthetic.result(synthetic.talks(3, 5)))
        assert list(blocked.colours.values()) == [look.sign(p).colour for p in range(5)]

    @pytest.mark.parametrize(
        "talks",
        [synthetic.talks(30, 40, wordy=True), synthetic.talks(200, 13), synthetic.talks(2, 40, wordy=True)],
        ids=["many states", "many issues", "few issues, many states"],
    )
    @pytest.mark.parametrize("gates", [1, 3, 5])
    def test_many_of_them_fit(self, talks: Scenario, gates: int) -> None:
        lost = dict.fromkeys(sorted(synthetic.BLAMED)[:gates], 1 / gates)
        assert flaws(blocks(synthetic.result(talks, lost=lost))) == []

    def test_panels_of_very_different_size_fit(self) -> None:
        found: dict[tuple[Gate, int, int], list[float | None]] = {
            (Gate.NO_ZONE, 0, 0): [0.1, *[None] * 5000],
            (Gate.MISSED, 1, 1): [None, 0.2],
            (Gate.NOT_RATIFIED, 0, 2): [0.0],
            (Gate.BROKEN_OFF, 1, 0): [None],
        }
        assert (
            flaws(blocks(synthetic.blocked(CASES["all gates"](), {k: v for k, v in found.items() if k[2] < 2}))) == []
        )
        assert flaws(blocks(synthetic.blocked(CASES["three issues"](), found))) == []


class TestSettlements:
    def test_title_names_the_most_frequent_settlement(self) -> None:
        figure = settlements(synthetic.result(synthetic.talks(1), agreed=0.41))
        assert title(figure) == "Most frequent settlement: Aid border 1, a joint statement (41 %)"

    def test_titles_give_numbers_their_unit_and_shares_their_states(self) -> None:
        ranged = synthetic.result(numeric(0, 100, 11, "thousand tonnes"), chances={"sum": 0.0})
        ranged.tally.settlements[0, 6] = 2500
        assert title(settlements(ranged)) == "Most frequent settlement: Sum, 60 thousand tonnes (25 %)"
        divided = synthetic.result(synthetic.dividing(2, 4), chances={"pie": 0.0})
        divided.tally.settlements[
            0, divided.scenario.agenda.questions[0].options.index("state_00 0.25, state_01 0.75")
        ] = 100
        assert title(settlements(divided)).endswith("Shares of the pie, 75 % to State 2, 25 % to State 1 (1 %)")

    def test_title_claims_no_single_winner_among_equals(self) -> None:
        result = synthetic.result(named(["a", "b", "c"]), chances={"topic": 0.0})
        result.tally.settlements[0, 1:] = 100
        assert title(settlements(result)).startswith("Among the most frequent settlements: ")

    def test_an_issue_that_is_never_settled_says_so(self) -> None:
        figure = settlements(synthetic.result(synthetic.talks(3), chances={"issue_01": 0.0}))
        assert "never settled in 10,000 worlds; scale: thousand tonnes a year" in words(figure)
        assert title(settlements(synthetic.result(synthetic.talks(3), agreed=0))) == "No issue is settled in any world"

    def test_bars_have_one_scale_and_those_too_low_for_it_say_so(self) -> None:
        result = synthetic.result(synthetic.talks(4), chances=dict.fromkeys(_ids(4), 0.0))
        for issue, count in enumerate([5000, 2500, 500, 0]):
            result.tally.settlements[issue, 1] = count
        figure = settlements(result)
        heights = sorted(bar.get_height() for bar in bars(figure) if bar.get_facecolor() == _rgba(look.RESULT))
        assert heights[-2] == pytest.approx(heights[-1] / 2)
        (pale,) = _drawn_higher(figure)
        assert pale.get_height() == pytest.approx(heights[-1] / 2)
        assert "settled in 5 % of worlds; bars drawn 5 times as high" in words(figure)

    def test_a_state_without_a_position_has_no_row(self) -> None:
        scenario = Scenario.from_dict(
            {
                "issues": {"fish": {"options": ["no", "yes"]}, "grain": {"options": ["no", "yes"]}},
                "states": {
                    "north": {"positions": {"fish": {"ideal": "yes"}, "grain": {"ideal": "no"}}},
                    "south": {"positions": {"grain": {"ideal": "yes"}}},
                },
            }
        )
        result = synthetic.result(scenario)
        result.tally.ideal[1, 0] = 0
        result.tally.barred[1, 0] = 0
        assert [text.get_text() for text in texts(settlements(result))].count("South") == 1

    def test_each_state_has_its_own_sign(self) -> None:
        assert len({(look.sign(p).colour, look.sign(p).marker) for p in range(40)}) == 40


class TestScale:
    def test_bars_keep_every_world(self) -> None:
        for result in (CASES["a fine range"](), CASES["a division between two"](), CASES["a division among three"]()):
            shares = result.tally.settlements[0] / result.worlds
            for state in range(len(result.scenario.states)):
                drawn = Scale.of(result, 0, state).bars(shares)
                assert sum(bar.share for bar in drawn) == pytest.approx(shares.sum())
                assert len(drawn) <= 26

    def test_groups_lie_around_round_places(self) -> None:
        drawn = Scale.of(CASES["a division between two"](), 0).bars(np.zeros(102))
        middles = [bar.middle for bar in drawn[1:-1]]
        assert middles == pytest.approx(np.arange(0.05, 0.96, 0.05))

    def test_a_pie_given_to_nobody_is_on_no_scale(self) -> None:
        result = CASES["a division between two"]()
        assert Scale.of(result, 0).spot(result.tally.status_quo[0]) is None
        assert "status quo: nobody gets anything" in words(settlements(result))

    def test_red_lines_of_a_division_lie_along_the_first_states_share(self) -> None:
        result = synthetic.result(synthetic.dividing(2, 10))
        own = result.scenario.agenda.questions[0].shares[:, 1]
        (band,) = Scale.of(result, 0).bands((own < 0.35).astype(float))
        assert (band.left, band.right) == pytest.approx((0.65, 1.05))

    def test_mean_and_middle_of_an_ideal(self) -> None:
        spot = Spot.of(np.linspace(0, 1, 101), np.ones(101, dtype=np.int64))
        assert spot is not None
        assert spot.mean == pytest.approx(0.5)
        assert spot.middle == pytest.approx((0.05, 0.95), abs=0.011)

    def test_ideals_on_named_options_lie_exactly_on_them(self) -> None:
        result = synthetic.result(named(["a", "b", "c", "d"]))
        result.tally.ideal[0, 0] = np.eye(101, dtype=np.int64)[33] * 7
        spot = ideal(result, 0, 0)
        assert spot is not None
        assert spot.places.tolist() == [1 / 3]


class TestLabels:
    def test_every_option_is_named_where_there_is_room(self) -> None:
        question = named(["a", "b", "c", "d"]).agenda.questions[0]
        assert sorted(label.text for label in option_labels(question, Room.of(5, 4), [])) == ["a", "b", "c", "d"]

    def test_where_there_is_none_those_that_matter_come_first(self) -> None:
        question = named([f"Option number {k}" for k in range(40)]).agenda.questions[0]
        named_ones = [label.text.replace("\n", " ") for label in option_labels(question, Room.of(5, 40), [17])]
        assert named_ones[:3] == ["Option number 17", "Option number 0", "Option number 39"]
        assert len(named_ones) < 12

    @pytest.mark.parametrize(
        ("low", "high", "steps", "expected"),
        [
            (0, 100, 11, ["0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]),
            (0, 100, 101, ["0", "20", "40", "60", "80", "100"]),
            (0, 1, 2, ["0", "1"]),
            (2021, 2051, 31, ["2025", "2030", "2035", "2040", "2045", "2050"]),
        ],
    )
    def test_numbers_are_round_or_those_of_the_grid(self, low: int, high: int, steps: int, expected: list[str]) -> None:
        question = numeric(low, high, steps).agenda.questions[0]
        assert [label.text for label in number_labels(question, Room.of(5, steps))] == expected


class TestText:
    def test_no_line_is_wider_than_asked_for(self) -> None:
        for text in ("Ambassadors, consulates and embassy property", "W" * 60, "a b c " * 30, "Ω" * 40 + " 41 %"):
            for within in (0.4, 1.0, 3.0):
                lines = wrap(text, 9, within, lines=3).split("\n")
                assert len(lines) <= 3
                assert max(width(line, 9) for line in lines) <= within

    def test_a_figure_stays_with_its_per_cent_sign(self) -> None:
        lines = wrap("a chance of 41 % in all", 9, width("a chance of 41", 9) + 0.05, lines=3).split("\n")
        assert lines == ["a chance of", "41 % in all"]

    def test_what_has_no_room_is_marked(self) -> None:
        assert wrap("one two three four", 9, width("one two", 9) + 0.1, lines=1) == "one…"


def _ids(issues: int) -> list[str]:
    return [f"issue_{i:02}" for i in range(issues)]


def _titles(result: EnsembleResult) -> set[str]:
    return {question.title for question in result.scenario.agenda.questions}


def _rows(figure: Figure) -> dict[str, str]:
    """Return name and figure of each row of the funnel."""
    labels = [text.get_text().replace("\n", " ") for text in texts(figure)]
    names = [
        "All worlds",
        "No zone",
        "A zone",
        "Broken off",
        "Out of time",
        "Missed",
        "Agreement",
        "On all issues",
        "On some issues",
    ]
    figures = [label for label in labels if label.isdigit() or label in ("<1", ">99")]
    return dict(zip([label for label in labels if label in names], figures, strict=True))


def _rgba(colour: str) -> tuple[float, ...]:
    return matplotlib.colors.to_rgba(colour)


def _drawn_higher(figure: Figure) -> list[Rectangle]:
    """Return the pale bars, without the sample in the key."""
    return [bar for bar in bars(figure) if bar.get_facecolor() == _rgba(look.RESULT_PALE)][1:]
