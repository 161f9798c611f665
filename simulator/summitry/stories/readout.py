"""What each side tells its press after the talks of one world.

A readout is itself a move: it speaks to those at home who must go along (two-level games: Putnam 1988), it ties the
hands of whoever speaks (signals and audience costs: Fearon 1997), and so each side gives its own. By the custom of
separate readouts, as of Blinken and Lavrov in Reykjavik on 19 May 2021, the two agree on what happened and differ in
what they name, in which order, and what they pass over in silence.

Nothing here is random, and nothing is said that did not happen in that world. The rules:

====================  =================================================================================
what happened         what is said
====================  =================================================================================
tone                  by `TONES`: how the talks ended, and whether the side is content with that
settled issues        those on which the side gained, the largest gain first; where it conceded, silence, unless it
                      gained nowhere
what leaders took up  an issue in brackets was left to the leaders; and what became of it, once they answered
open issues           those on which the side missed most, as differences; *serious* ones where they stopped a deal
events                those that left the side worse off; and whatever broke the talks off
at home, promises     only votes that were taken; the side's own word kept, others' broken; its own lapses never
talks in private      no issue at all, but that the parties agreed not to disclose details, unless it leaked
====================  =================================================================================

No utility, red line, walk-away value, nor anything that only another side knows, is ever named.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.mechanisms.promises import Promises
from summitry.scenario.meeting import Level
from summitry.stories.chronicle import Witness
from summitry.stories.story_words import Wording, capital, listed, with_article, within
from summitry.talks.gates import Gate
from summitry.talks.model import SummitModel
from summitry.talks.moments import Asked
from summitry.talks.standpoint import Standpoint
from summitry_agents.deals import Bools, Floats

MOST_NAMED = 3
"""How many issues a sentence names."""

MOST_DIFFERENCES = 2

TONES = {
    ("agreed", True): "constructive and substantive",
    ("agreed", False): "constructive and business-like",
    ("signed", True): "constructive",
    ("signed", False): "frank and business-like",
    ("near", True): "constructive, though not easy,",
    ("near", False): "frank but constructive",
    ("blocked", True): "business-like",
    ("blocked", False): "frank",
    ("unclear", True): "business-like",
    ("unclear", False): "business-like",
}
"""By how the talks ended, and whether the side is content.

A deal contents whoever gained on at least as many issues as it conceded, or did not lose it at home; no deal contents,
as far as that goes, whoever did not stand in its way.
"""


def readout(model: SummitModel, state: str) -> str:
    """Return what a state tells its press of the talks of a model of one world, which are over: 3 to 6 sentences.

    Raises
    ------
    ValueError
        The model holds more than one world, the talks go on, or there is no such state.
    """
    talks = Witness.of(model)
    if talks.under_way[0]:
        raise ValueError("the talks go on, expected some that are over")
    if state not in talks.scenario.states:
        raise ValueError(f"found the state '{state}', expected one of {', '.join(talks.scenario.states)}")
    return " ".join(_Spokesman(talks, talks.scenario.states.index(state)).sentences())


class _Spokesman:
    """Speaks for one side."""

    def __init__(self, talks: Witness, p: int) -> None:
        self.talks, self.p = talks, p
        self.scenario = talks.scenario
        self.wording = Wording(talks.scenario)
        self.names = [with_article(state) for state in self.wording.states]
        self.state = self.names[p]
        self.side = Standpoint(talks, p)
        self.gate = self.side.gate
        self.others = [q for q in range(len(self.wording.states)) if q != p]

    def sentences(self) -> Iterator[str]:
        """Yield what is said, in order."""
        said = [self._opening(), self._outcome()]
        if self.side.is_private:
            said.append("The parties agreed not to disclose details.")
        else:
            said += [self._left_to_leaders(), self._differences()]
        said += [self._events(), self._promises()]
        spoken = [sentence for sentence in said if sentence]
        if len(spoken) < 3:
            spoken.append(
                "No item of the agenda was left open."
                if self.gate == Gate.AGREED_ALL
                else f"{self.state} has no further comment."
            )
        yield from (capital(sentence) for sentence in spoken)

    def _opening(self) -> str:
        """Say who met, where, when, in which tone; or that the talks were broken off, and over what."""
        legs = [
            leg
            for leg, took_place in zip(self.scenario.road, self.talks.took_place, strict=True)
            if took_place and not leg.answers_only
        ]
        level = legs[0].level if legs else self.scenario.road[0].level
        own, *others = [self._speaker(p, level) for p in (self.p, *self.others)]
        places = listed(list(dict.fromkeys(leg.place for leg in legs if leg.place)))
        days = list(dict.fromkeys(f"{leg.day.day} {leg.day:%B %Y}" for leg in legs if leg.day is not None))
        where = f" in {places}" if places else ""
        when = "" if not days else f" on {days[0]}" if len(days) == 1 else f" from {days[0]} to {days[-1]}"
        if self.talks.broken_off[0]:
            what = f"were broken off: {self.wording.event(self.talks.broken_off_by)}"
            return f"The talks of {own} with {listed(others)}{where} {what}."
        mediators = self.scenario.spec.mediators
        help_ = [within(mediators[id_].title) or id_.replace("_", " ") for id_ in sorted(mediators)]
        with_help = f", with the help of {listed(help_)}" if help_ else ""
        tone = TONES[self.side.end, self.side.is_content]
        return f"{own} held {tone} talks with {listed(others)}{where}{when}{with_help}."

    def _speaker(self, p: int, level: Level) -> str:
        """Return who speaks for a state, by title where there is one."""
        envoy = self.scenario.speaker(self.scenario.states[p], level)[1]
        return within(envoy.title) or f"the {level.removesuffix('s')} of {self.names[p]}"

    def _outcome(self) -> str:
        """Say what was agreed, or signed, or that nothing was."""
        if not self.side.signed.any():
            return self._without_agreement()
        on = "" if self.side.is_private else f" on {self._named_settlement()}"
        if self.gate == Gate.NOT_RATIFIED:
            failed = [q for q in (self.p, *self.others) if not self.side.ratified_in(q)]
            where = ["at home" if q == self.p else f"in {self.names[q]}" for q in failed]
            return f"A text{on} was signed; it was not ratified {listed(where)}, and is not in force."
        if self.talks.aside[0, self.p]:
            return f"{self.state} stands aside from the agreement{on} that others signed{self._ratified()}."
        if not self.talks.signed[0, self.p]:
            return f"{self.state} did not consent to the agreement{on}{self._ratified()}."
        how = "welcomes" if self.side.is_content else "takes note of"
        return f"{self.state} {how} the agreement{on}{self._ratified()}."

    def _named_settlement(self) -> str:
        """Return the settled issues that the side names: where it gained most, or, where it gained nowhere, any."""
        order = np.argsort(-self.side.gains, kind="stable")
        gained = [i for i in order if self.side.gains[i] > 0]
        named = gained or [i for i in order if self.side.signed[i]]
        said = [f"{self.wording.issues[i]} ({self._option(i)})" for i in named[:MOST_NAMED]]
        return listed(said if len(named) <= MOST_NAMED else [*said, "other questions"])

    def _option(self, issue: int) -> str:
        return self.wording.option(issue, self.talks.signatures.options[0, issue])

    def _ratified(self) -> str:
        """Say where the agreement was ratified, if it had to be anywhere."""
        voted = [q for q in (self.p, *self.others) if self.scenario.ratifies[q] and not self.talks.aside[0, q]]
        where = ["at home" if q == self.p else f"in {self.names[q]}" for q in voted]
        return f", since ratified {listed(where)}" if where else ""

    def _without_agreement(self) -> str:
        """Say that nothing was agreed, and, unless that is nobody's business, what the side had proposed."""
        nothing = "No agreement was reached"
        if self.side.is_private:
            return f"{nothing}."
        named = self._largest(self.side.proposed, MOST_NAMED)
        if named:
            return f"{nothing}; {self.state} had made proposals on {listed(named)}."
        heard = any((said.exchange.offers[0, self.others, 0] >= 0).any() for said in self.talks.said)
        return f"{nothing}; {self.state} had heard the proposals of others." if heard else f"{nothing}."

    def _largest(self, worth: Floats, most: int) -> list[str]:
        """Return the titles of the issues on which something (I,) is largest, above 0."""
        order = np.argsort(-worth, kind="stable")[:most]
        return [self.wording.issues[i] for i in order if worth[i] > 0]

    def _left_to_leaders(self) -> str:
        """Say what was left to the leaders, and what they made of it."""
        said = []
        brackets = self.side.brackets
        for answer in dict.fromkeys(brackets.values()):
            issues = [self.wording.issues[i] for i, each in brackets.items() if each is answer]
            was, it = ("was", "it") if len(issues) == 1 else ("were", "them")
            said.append(f"{listed(issues)} {was} left to the leaders{self._answered(answer, it)}")
        return f"{'; '.join(said)}." if said else ""

    def _answered(self, answer: Asked | None, it: str) -> str:
        """Say what leaders made of a text, and that the side's own was ready for it where others were not."""
        if answer is None:
            return ""
        if answer.text.agreed[0]:
            return f", who approved {it}"
        ready = f", though {self._speaker(self.p, 'leaders')} was ready to" if answer.text.yes[0, self.p] else ""
        return f", who did not approve {it}{ready}"

    def _differences(self) -> str:
        """Say on which open issues the side missed most; first on which it could not go further, if it could not."""
        missed = self.side.missed.copy()
        blocked = self.side.blocked
        if blocked.state[0] == self.p and blocked.issue[0] >= 0:
            missed[blocked.issue[0]] = np.inf
        missed[self.side.signed | np.isin(np.arange(len(missed)), list(self.side.brackets))] = 0.0
        issues = self._largest(missed, MOST_DIFFERENCES)
        if not issues:
            return ""
        serious = self.talks.broken_off[0] or self.side.end in ("blocked", "signed")
        return f"{'Serious differences' if serious else 'Differences'} remain on {listed(issues)}."

    def _events(self) -> str:
        """Say which events weighed on the talks."""
        hurt = [self.wording.event(id_) for id_ in self.side.hurt_by]
        # A title may be a clause, so it stands by itself.
        return f"Events weighed on the talks: {'; '.join(hurt)}." if hurt else ""

    def _promises(self) -> str:
        """Say who kept its word, as far as that flatters the side."""
        promises = self.talks.mechanism(Promises)
        if promises is None or not self.scenario.spec.talks.performance or not self.gate.agreed:
            return ""
        due, kept = promises.due[0], promises.kept[0]
        own = f"{self.state} has kept its word" if due[self.p].any() and kept[self.p][due[self.p]].all() else ""
        broken = [
            f"{self.names[q]} has not kept its word"
            + ("" if self.side.is_private else f" on {listed(self._titles(due[q] & ~kept[q]))}")
            for q in self.others
            if (due[q] & ~kept[q]).any()
        ]
        said = "; ".join([own, *broken] if own else broken)
        return f"{said}." if said else ""

    def _titles(self, those: Bools) -> list[str]:
        return [self.wording.issues[i] for i in np.flatnonzero(those)]
