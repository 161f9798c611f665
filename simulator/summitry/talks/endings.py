"""How one world's talks ended, in words: the deal, who blocked it, what became of it at home and after."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from summitry.mechanisms.promises import Promises
from summitry.mechanisms.ratification import Ratification
from summitry.stories.chronicle import Witness
from summitry.stories.story_words import Wording, listed
from summitry.talks.blocks import Blocked
from summitry.talks.gates import Gate
from summitry_agents.verdict import Verdict

ENDINGS = {
    Gate.AGREED_ALL: "Agreed on every issue.",
    Gate.AGREED_SOME: "Agreed on some issues; the others are deferred.",
    Gate.NOT_RATIFIED: "No agreement: what was signed was not ratified at home.",
    Gate.REFUSED_BY_LEADERS: "No agreement: leaders refused the text that their envoys had left to them.",
    Gate.BROKEN_OFF: "No agreement: the talks were broken off.",
    Gate.NO_ZONE: "No agreement: no deal exists that {likes} better than walking away.",
    Gate.OUT_OF_TIME: "No agreement: the deadline came, though deals exist that {likes} better than that.",
    Gate.MISSED: "No agreement: the talks ended early, though deals exist that {likes} better than that.",
}
UNDECIDED = "No agreement: no deal was found that {likes} better than walking away; the search met its limit."


class Ending:
    """Tells how talks ended.

    Parameters
    ----------
    talks, wording
        What was witnessed, and how to word it.
    """

    def __init__(self, talks: Witness, wording: Wording) -> None:
        self.talks, self.wording = talks, wording
        self.gate = Gate(int(talks.gate[0]))

    def lines(self) -> Iterator[str]:
        """Yield the gate, then what stands, what became of it, who stood in the way, and the gains."""
        talks, wording = self.talks, self.wording
        undecided = self.gate == Gate.NO_ZONE and talks.zone[0] == Verdict.UNDECIDED
        ending = (UNDECIDED if undecided else ENDINGS[self.gate]).format(likes=talks.scenario.likes)
        yield f"{ending} (gate: {self.gate.label}, after round {int(talks.ended_in[0])})"
        settled = talks.signatures.settled[0]
        deal = talks.signatures.options[0]
        if self.gate.agreed:
            if talks.broken_off[0]:
                yield "The talks were broken off; what was signed before stands."
            yield f"The deal: {wording.terms(deal, settled)}."
            if not settled.all():
                yield f"Deferred: {wording.titles(~settled, '; ')}."
        elif self.gate == Gate.NOT_RATIFIED:
            yield f"Signed: {wording.terms(deal, settled)}."
        yield from self._at_home()
        yield from self._promises()
        if not self.gate.agreed:
            yield from self._blocked()
        gains = zip(wording.states, talks.gain[0], strict=True)
        yield "Gain over the status quo: " + ", ".join(f"{state} {gain:+.3f}" for state, gain in gains) + "."

    def _at_home(self) -> Iterator[str]:
        """Tell how constituencies voted, and where that was enough."""
        ratification, home = self.talks.mechanism(Ratification), self.talks.worlds.home
        if ratification is None or home is None or not self.talks.signatures.some[0]:
            return
        if ratification.votes is None or ratification.passed is None:
            return
        spec = self.talks.scenario.spec
        for p in np.flatnonzero(self.talks.scenario.ratifies & ~self.talks.aside[0]):
            own = [c for c, chamber in enumerate(home.chambers) if chamber.state == p]
            constituencies = spec.states[self.talks.scenario.states[p]].constituencies
            votes = [
                f"{constituencies[home.chambers[c].id].title or home.chambers[c].id} "
                f"{'for it' if ratification.votes[0, c] else 'against it'}"
                for c in own
            ]
            verdict = "ratified" if ratification.passed[0, p] else "not ratified"
            yield f"At home in {self.wording.states[p]}: {', '.join(votes)}: {verdict}."

    def _promises(self) -> Iterator[str]:
        """Tell who kept its word, where states perform what was agreed."""
        promises = self.talks.mechanism(Promises)
        if promises is None or not self.talks.scenario.spec.talks.performance or not self.gate.agreed:
            return
        for state, due, kept in zip(self.wording.states, promises.due[0], promises.kept[0], strict=True):
            parts = [
                f"{verb} its promise on {self.wording.titles(those)}"
                for verb, those in (("keeps", due & kept), ("breaks", due & ~kept))
                if those.any()
            ]
            if parts:
                yield f"{state} {listed(parts)}."

    def _blocked(self) -> Iterator[str]:
        """Tell who stood in the way, on what, by how much."""
        blocked = Blocked.of(self.talks)
        state, issue, change = blocked.state[0], blocked.issue[0], blocked.change[0]
        if state < 0:
            return
        on = f", on {self.wording.issues[issue]}" if issue >= 0 else ""
        by = ": a red line" if np.isnan(change) else f": it lacked {change:.3f}"
        yield f"In the way stood {self.wording.states[state]}{on}{by}."
