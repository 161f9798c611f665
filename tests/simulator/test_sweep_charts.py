"""What the picture of a sweep says: where agreement is likelier than not, where not, and where nobody can tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from matplotlib.collections import PathCollection, PolyCollection, QuadMesh
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure

from summitry.charts import look
from summitry.statistics import Chance
from summitry.sweeps.result import SweepResult
from tests.simulator import synthetic
from tests.simulator.picture_checks import bars, flaws, texts, words
from tests.simulator.sweeps import falling, made_up

PREMIUM, PATIENCE, ROUNDS = "states.state_00.premium", "states.state_01.patience", "talks.rounds"
STYLE = "envoys.anna.style"
TALKS = synthetic.talks()
SPOKEN = TALKS.with_values({"envoys.anna.of": "state_00", "envoys.anna.title": "Minister Anna"})
WORDY = synthetic.talks(15, 12, wordy=True)


def grid(up: int, across: int, worlds: int = 1000) -> SweepResult:
    """Return a map whose chances fall with both values."""
    chances = np.add.outer(falling(up, 0.5, 0.1), falling(across, 0.45, 0.05)).ravel()
    steps = {PREMIUM: list(np.linspace(0, 0.3, up).round(4)), PATIENCE: list(np.linspace(0.8, 1, across).round(4))}
    return made_up(steps, list(chances), worlds=worlds)


def scattered(number: int, *paths: str, worlds: int = 1000) -> SweepResult:
    """Return points whose chance falls with the first value alone."""
    rng = np.random.default_rng(1)
    vary = {path: list((rng.permutation(number) + 0.5) / number) for path in paths}
    return made_up(vary, [0.9 - 0.8 * at for at in vary[paths[0]]], points=True, worlds=worlds)


def title(figure: Figure) -> str:
    return str(figure.get_label())


CASES: dict[str, Callable[[], SweepResult]] = {
    "a line": lambda: made_up({PREMIUM: [0, 0.1, 0.2, 0.3]}, [0.8, 0.51, 0.4, 0.1]),
    "a line of two": lambda: made_up({PREMIUM: [0, 0.1]}, [0.8, 0.7]),
    "a single value": lambda: made_up({PREMIUM: [0.1]}, [0.8]),
    "a long line": lambda: made_up({PREMIUM: list(range(100_000, 100_200))}, falling(200)),
    "nothing ever": lambda: made_up({PREMIUM: [0, 1]}, [0, 0]),
    "fifteen issues, twelve states": lambda: made_up(
        {"states.state_00.positions.issue_00.salience": [0, 1]}, [0.2, 0.9], scenario=WORDY
    ),
    "names": lambda: made_up({STYLE: ["boulware", "linear", "micro"]}, [0.7, 0.5, 0.1], scenario=SPOKEN),
    "long names": lambda: made_up(
        {STYLE: [{"time_dependent": {"exponent": at, "note": "long " * 20}} for at in range(12)]},
        falling(12),
        scenario=SPOKEN,
    ),
    "switches": lambda: made_up({"talks.private": [True, False]}, [0.7, 0.3]),
    "a map": lambda: grid(4, 5),
    "a map of four cells": lambda: grid(2, 2),
    "a map of one column": lambda: grid(6, 1),
    "a fine map": lambda: grid(30, 40, worlds=100),
    "a flat map": lambda: made_up({PREMIUM: [0, 1, 2], PATIENCE: [0, 1, 2]}, [0.3] * 9),
    "a map of names": lambda: made_up(
        {STYLE: ["boulware", "a word that is so long that it has to be broken"] * 8, PREMIUM: [0, 1]},
        falling(32),
        scenario=SPOKEN,
    ),
    "a map of names across": lambda: made_up(
        {PREMIUM: [0, 0.1, 0.2], STYLE: [f"style number {at} of many" for at in range(20)]},
        falling(60),
        scenario=SPOKEN,
    ),
    "uneven steps": lambda: made_up({ROUNDS: [1, 2, 4, 8, 16], PREMIUM: [0, 0.1, 0.2]}, falling(15)),
    "points": lambda: scattered(40, PREMIUM, PATIENCE),
    "two points": lambda: scattered(2, PREMIUM, PATIENCE),
    "panels": lambda: scattered(60, PREMIUM, PATIENCE, ROUNDS, "states.state_01.premium", "states.state_00.patience"),
    "panels of wordy talks": lambda: made_up(
        {f"states.state_{at:02}.positions.issue_01.salience": [0.1, 0.5, 0.9] for at in range(7)},
        [0.2, 0.5, 0.8],
        points=True,
        scenario=WORDY,
    ),
    "panels of a grid": lambda: made_up({PREMIUM: [0, 1], PATIENCE: [0.8, 1], ROUNDS: [1, 2, 3]}, falling(12)),
}


@pytest.mark.parametrize("case", CASES)
def test_texts_neither_overlap_nor_are_cut_off_nor_lie_on_bars_and_lines(case: str) -> None:
    assert flaws(CASES[case]().plot()) == []


@pytest.mark.parametrize("case", ["a map", "points"])
def test_saving_twice_gives_the_same_bytes(case: str, tmp_path: Path) -> None:
    for ending in (".png", ".svg"):
        files = [tmp_path / f"{name}{ending}" for name in ("first", "again")]
        for file in files:
            look.save(CASES[case]().plot(), file)
        assert files[0].read_bytes() == files[1].read_bytes()


class TestLine:
    def test_the_title_claims_only_what_intervals_show(self) -> None:
        figure = CASES["a line"]().plot()
        assert title(figure) == (
            "Agreement is likelier than not with the premium of State number 1 at 0, in doubt at 0.1, "
            "less likely than not from 0.2 on"
        )
        assert PREMIUM in words(figure)

    @pytest.mark.parametrize(
        ("chances", "said"),
        [
            ([0.8, 0.7], "Agreement is likelier than not, whatever the premium of State number 1 (from 0 to 1)"),
            ([0.1, 0.2], "Agreement is less likely than not, whatever the premium of State number 1 (from 0 to 1)"),
            (
                [0.51, 0.49],
                "Whether agreement is likelier than not is in doubt, whatever the premium of State number 1",
            ),
        ],
    )
    def test_one_side_all_along_is_said_in_one_word(self, chances: list[float], said: str) -> None:
        assert title(made_up({PREMIUM: [0, 1]}, chances).plot()).startswith(said)

    def test_stretches_that_come_back_are_all_named(self) -> None:
        result = made_up({ROUNDS: [1, 2, 3, 4, 5, 6]}, [0.9, 0.1, 0.9, 0.9, 0.1, 0.9])
        assert title(result.plot()) == (
            "Agreement is likelier than not with the number of rounds at 1, from 3 to 4 and at 6, "
            "less likely than not at 2 and at 5"
        )

    def test_numbers_stand_in_their_order_whatever_the_order_of_play(self) -> None:
        one = made_up({PREMIUM: [0.2, 0, 0.1]}, [0.1, 0.9, 0.5])
        other = made_up({PREMIUM: [0, 0.1, 0.2]}, [0.9, 0.5, 0.1])
        assert title(one.plot()) == title(other.plot())

    def test_doubt_is_hatched_and_the_strip_covers_the_whole_scale(self) -> None:
        figure = CASES["a line"]().plot()
        strip = [bar for bar in bars(figure) if bar.get_width() > 0.5]
        assert [bool(bar.get_hatch()) for bar in strip] == [False, True, False]
        edges = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in strip]
        assert [end for _, end in edges[:-1]] == pytest.approx([start for start, _ in edges[1:]])
        places = [(start - edges[0][0]) / (edges[-1][1] - edges[0][0]) for start, _ in edges]
        first, second, third = (Chance(count, 1000).interval for count in (800, 510, 400))
        leaves = (first[0] - 0.5) / (first[0] - second[0]) / 3
        enters = (1 + (second[1] - 0.5) / (second[1] - third[1])) / 3
        assert places == pytest.approx([0, leaves, enters])

    def test_more_worlds_end_the_doubt(self) -> None:
        few, many = (made_up({PREMIUM: [0, 1]}, [0.52, 0.52], worlds=worlds) for worlds in (500, 50_000))
        assert "in doubt" in title(few.plot())
        assert title(many.plot()).startswith("Agreement is likelier than not, whatever")

    def test_points_of_a_latin_hypercube_over_one_value_make_a_line(self) -> None:
        assert "with the premium of State number 1 up to 0.4" in title(scattered(20, PREMIUM).plot())


class TestRows:
    def test_each_name_has_a_row_and_the_title_lists_them(self) -> None:
        figure = CASES["names"]().plot()
        shown = [text.get_text() for text in texts(figure)]
        assert {"boulware", "70 %", "linear", "50 %", "micro", "10 %"} <= set(shown)
        assert title(figure) == (
            "Agreement is likelier than not with boulware as style of Minister Anna, in doubt with linear, "
            "less likely than not with micro"
        )

    def test_what_is_no_text_is_written_as_in_the_file(self) -> None:
        assert {"true", "false"} <= {text.get_text() for text in texts(CASES["switches"]().plot())}

    def test_of_many_names_the_title_counts(self) -> None:
        figure = made_up({STYLE: list("abcdefgh")}, [0.9] * 5 + [0.1] * 3, scenario=SPOKEN).plot()
        assert "likelier than not with 5 of 8 values as style" in title(figure)


class TestMap:
    def test_the_title_names_the_region_where_agreement_is_likelier_than_not(self) -> None:
        result = made_up({PREMIUM: [0, 1, 2], PATIENCE: [0.8, 0.9]}, [0.9, 0.9, 0.9, 0.9, 0.1, 0.1])
        assert title(result.plot()) == (
            "Agreement is likelier than not in 4 of 6 combinations: "
            "all those with the premium of State number 1 up to 1"
        )
        corner = made_up({PREMIUM: [0, 1, 2], PATIENCE: [0.8, 0.9, 1]}, [0.1, 0.9, 0.9, 0.1, 0.9, 0.1, *[0.1] * 3])
        assert title(corner.plot()) == (
            "Agreement is likelier than not in 3 of 9 combinations: only with the premium of State number 1 up to 1 "
            "and the patience of State number 2 from 0.9 on"
        )

    def test_cells_in_doubt_are_hatched_and_not_claimed(self) -> None:
        figure = made_up({PREMIUM: [0, 1], PATIENCE: [0, 1]}, [0.5, 0.51, 0.1, 0.2]).plot()
        assert title(figure).startswith("Agreement is nowhere shown to be likelier than not; less likely in 2 of 4")
        hatched = [cells for cells in figure.findobj(PolyCollection) if cells.get_hatch()]
        assert sorted(len(cells.get_paths()) for cells in hatched) == [1, 1]  # in the key, and two neighbours as one

    def test_all_alike_is_said_at_once(self) -> None:
        assert title(CASES["a flat map"]().plot()) == "Agreement is less likely than not everywhere (30 %)"

    def test_numbers_run_upwards_and_each_cell_says_its_share(self) -> None:
        figure = made_up({PREMIUM: [0, 1], PATIENCE: [0, 1]}, [0.9, 0.8, 0.2, 0.1]).plot()
        heights = {text.get_text(): text.get_position()[1] for text in texts(figure)}
        assert heights["90 %"] == heights["80 %"] > heights["20 %"] == heights["10 %"]

    def test_the_contour_of_one_half_is_the_heaviest(self) -> None:
        figure = CASES["a fine map"]().plot()
        lines = {
            float(level): contours.get_linewidth()
            for contours in figure.findobj(ContourSet)
            for level in contours.levels
        }
        widths = {level: float(np.max(width)) for level, width in lines.items()}
        assert widths.pop(0.5) > 2 * max(widths.values())
        assert not [text for text in texts(CASES["a map of names"]().plot()) if "Contours" in text.get_text()]

    def test_the_darker_the_likelier_in_grey_as_well(self) -> None:
        from summitry.charts.sides import CHANCES

        grey = [np.dot(CHANCES(share)[:3], (0.299, 0.587, 0.114)) for share in np.linspace(0, 1, 21)]
        assert np.all(np.diff(grey) < 0)

    def test_where_steps_are_uneven_each_value_is_named_and_the_note_says_so(self) -> None:
        figure = CASES["uneven steps"]().plot()
        assert {"1", "2", "4", "8", "16"} <= {text.get_text() for text in texts(figure)}
        assert "Cells are drawn alike where the steps between values are not." in words(figure)
        assert "Cells are drawn alike" not in words(CASES["a map"]().plot())

    def test_a_large_map_is_stored_as_an_image(self) -> None:
        meshes = [mesh for mesh in grid(60, 60).plot().findobj(QuadMesh) if mesh.get_array().size > 1000]
        assert [mesh.get_rasterized() for mesh in meshes] == [True]


class TestPoints:
    def test_the_title_counts_points_and_names_trends(self) -> None:
        figure = CASES["points"]().plot()
        assert title(figure).startswith("Agreement is likelier than not at 18 of 40 points, less likely than not at 18")
        assert title(figure).endswith("; it falls with the premium of State number 1")

    def test_sides_differ_in_marker_and_chances_in_size(self) -> None:
        drawn = [points for points in CASES["points"]().plot().findobj(PathCollection) if len(points.get_offsets())]
        assert len({points.get_paths()[0].vertices.tobytes() for points in drawn}) == 3
        sizes = np.concatenate([points.get_sizes() for points in drawn])
        chances = np.concatenate([np.asarray(points.get_array()) for points in drawn])
        assert np.corrcoef(sizes, chances)[0, 1] == pytest.approx(1)

    def test_each_value_has_a_panel_the_strongest_trend_first(self) -> None:
        figure = scattered(60, PREMIUM, PATIENCE, ROUNDS).plot()
        shown = [text.get_text() for text in texts(figure)]
        assert "rank correlation -1.00" in shown
        assert shown.index("Premium of State number 1") < shown.index("Number of rounds")

    def test_more_than_two_values_must_be_numbers(self) -> None:
        result = made_up({PREMIUM: [0], PATIENCE: [1], STYLE: ["boulware"]}, [0.5], scenario=SPOKEN)
        with pytest.raises(ValueError, match=f"found {STYLE}, whose values are no numbers"):
            result.plot()
