"""How the talks of one world look from one side: what it may say of them, and how content it is."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import numpy as np

from summitry.mechanisms.ratification import Ratification
from summitry.stories.chronicle import Witness
from summitry.talks.blocks import Blocked
from summitry.talks.gates import Gate
from summitry.talks.moments import Asked
from summitry.talks.weighed import at_status_quo
from summitry_agents.deals import Bools, Floats

NEAR = 0.05
"""Talks that failed for want of no more than so much utility still count as constructive."""

End = Literal["agreed", "signed", "near", "blocked", "unclear"]


class Standpoint:
    """What the talks brought one side, as it sees them itself; nothing of what only others know.

    Parameters
    ----------
    talks
        What was witnessed; they are over.
    p
        Which side.
    """

    def __init__(self, talks: Witness, p: int) -> None:
        self.talks, self.p = talks, p
        self.scenario = talks.scenario
        self.gate = Gate(int(talks.gate[0]))

    @cached_property
    def is_private(self) -> bool:
        """Whether nobody outside knows what was talked about."""
        events = self.scenario.spec.events
        leaked = any(effect.path == ("leak",) for one in self.talks.log for effect in events[one.id].effects.changes)
        return self.scenario.spec.talks.private and not leaked

    @cached_property
    def signed(self) -> Bools:
        """(I,) what was signed."""
        return np.asarray(self.talks.signatures.settled[0] & self.talks.signatures.some[0])

    @cached_property
    def gains(self) -> Floats:
        """(I,) what is signed is worth to the side over the status quo, were all promises kept; 0 on other issues."""
        drawn = self.talks.worlds
        worth = drawn.contributions_at_full_trust[0, self.p]
        options = np.where(self.signed, self.talks.signatures.options[0], 0)
        gains = worth[np.arange(len(options)), options] - self.standing
        return np.where(self.signed, gains, 0.0)

    @cached_property
    def standing(self) -> Floats:
        """(I,) what the status quo is worth to it."""
        drawn = self.talks.worlds
        return np.asarray(at_status_quo(drawn.contributions_at_full_trust, drawn.status_quo)[0, self.p])

    @cached_property
    def blocked(self) -> Blocked:
        """Who stood in the way of a deal; nobody where there is one."""
        return Blocked.of(self.talks)

    @property
    def end(self) -> End:
        """How the talks ended, as far as the tone goes."""
        if self.gate.agreed:
            return "agreed"
        if self.gate == Gate.NOT_RATIFIED:
            return "signed"
        if self.blocked.state[0] < 0:
            return "unclear"
        return "near" if self.blocked.change[0] <= NEAR else "blocked"

    @property
    def is_content(self) -> bool:
        """Whether the side is content with how the talks ended, as `TONES` in `summitry.stories.readout` has it."""
        if self.gate.agreed:
            return bool((self.gains > 0).sum() >= (self.gains < 0).sum())
        if self.gate == Gate.NOT_RATIFIED:
            return self.ratified_in(self.p)
        return bool(self.blocked.state[0] != self.p)

    def ratified_in(self, p: int) -> bool:
        """Tell whether a state ratified what was signed, or did not have to."""
        ratification = self.talks.mechanism(Ratification)
        return ratification is None or ratification.passed is None or bool(ratification.passed[0, p])

    @cached_property
    def missed(self) -> Floats:
        """(I,) how much more than the status quo an issue that stays open could have brought it; 0 on others."""
        drawn = self.talks.worlds
        worth = np.where(drawn.open[0], drawn.contributions_at_full_trust[0, self.p], -np.inf)
        return np.where(self.signed, 0.0, worth.max(axis=-1) - self.standing)

    @cached_property
    def proposed(self) -> Floats:
        """(I,) what its last offer would have brought it on each issue over the status quo; 0 without an offer."""
        offers = [said for said in self.talks.said if said.exchange.offers[0, self.p, 0] >= 0]
        if not offers:
            return np.zeros(len(self.standing))
        last, stood = offers[-1].exchange.offers[0, self.p], offers[-1].wants.standing
        worth = self.talks.worlds.contributions_at_full_trust[0, self.p]
        return np.where(last != stood, worth[np.arange(len(last)), last] - self.standing, 0.0)

    @cached_property
    def brackets(self) -> dict[int, Asked | None]:
        """By reserved issue that envoys left in brackets: the answer of leaders; None before there was one."""
        found: dict[int, Asked | None] = {}
        for gathering in self.talks.gatherings:
            if gathering.answered is not None:
                found = {issue: answer or gathering.answered for issue, answer in found.items()}
            if gathering.brackets is not None:
                text = self.talks.worlds.layout.apart(gathering.brackets)
                reserved = self.scenario.reserved & (text != gathering.after)
                found |= {int(issue): None for issue in np.flatnonzero(reserved)}
        return found

    @cached_property
    def hurt_by(self) -> list[str]:
        """Ids of the events that left it worse off while the talks went on, but for what broke them off."""
        last = max((number for number, took_place in enumerate(self.talks.took_place) if took_place), default=-1)
        hurt = [
            happened.id
            for happened, whom in zip(self.talks.log, self.talks.hurt, strict=False)
            if whom[self.p] and happened.meeting <= last and happened.id != self.talks.broken_off_by
        ]
        return list(dict.fromkeys(hurt))
