"""How what was agreed at a table is signed, and what only leaders may sign."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from summitry.ensembles.worlds import Worlds
from summitry.scenario.scenario import Scenario
from summitry.talks.meeting import Meeting
from summitry.talks.signatures import Signatures, Text
from summitry_agents.deals import Ints


@dataclass(frozen=True, eq=False)
class Signing:
    """Signs what meetings agree on, and keeps in brackets what is reserved for leaders.

    Parameters
    ----------
    scenario, worlds
        The talks, and what was drawn.
    signatures
        Where it is noted.
    """

    scenario: Scenario
    worlds: Worlds
    signatures: Signatures

    def conclude(self, meeting: Meeting, worlds: Ints, rounds: Ints) -> None:
        """Sign what was agreed in the worlds (n,) in which a meeting is over; leave to leaders what is theirs.

        Parameters
        ----------
        meeting, worlds
            Which meeting, and where it is over.
        rounds
            (W,) rounds of the talks so far.
        """
        text = meeting.text(worlds, self.signatures.terms(worlds))
        there, text = worlds[text.agreed], text.where(text.agreed)
        if there.size and self.scenario.bracketed[meeting.number].any():
            there, text = self._in_brackets(meeting, there, text)
        self.signatures.sign(there, text, rounds[there])

    def ask_leaders(self, meeting: Meeting, worlds: Ints, rounds: Ints) -> tuple[Ints, Text]:
        """Put texts in brackets to the leaders, in those of the worlds (n,) that have one; sign what they accept.

        Each says yes to what it would sign as it stands; what was settled since replaces what the text says of it.

        Returns
        -------
        tuple
            (m,) the worlds in which leaders were asked; the texts, with their answers.
        """
        signatures, layout = self.signatures, self.worlds.layout
        asked = worlds[signatures.bracketed[worlds, 0] >= 0]
        options = layout.apart(signatures.bracketed[asked])
        options = np.where(signatures.settled[asked], signatures.options[asked], options)
        text = meeting.passes(asked, layout.together(options))
        signatures.take_up(asked, text.agreed)
        there = asked[text.agreed]
        signatures.sign(there, text.where(text.agreed), rounds[there])
        return asked, text

    def _in_brackets(self, meeting: Meeting, worlds: Ints, text: Text) -> tuple[Ints, Text]:
        """Leave the texts of the worlds (n,) that touch reserved issues to leaders; return what can be signed now.

        What such a text says of other issues is signed at once where it passes by itself.
        """
        layout, standing = self.worlds.layout, self.signatures.standing(worlds)
        reserved = self.scenario.bracketed[meeting.number]
        plain = np.where(reserved, standing, layout.apart(text.terms))
        terms = layout.together(plain)
        moved = (terms != text.terms).any(axis=1)
        self.signatures.put_in_brackets(worlds[moved], text.terms[moved])
        whole = (terms >= 0).all(axis=1)
        alone = meeting.passes(worlds, np.maximum(terms, 0))
        signed = ~moved | (alone.agreed & whole)
        agreed = Text(
            terms,
            signed,
            np.where(moved[:, None], alone.yes, text.yes),
            np.where(moved[:, None], alone.aside, text.aside),
        )
        return worlds[signed], agreed.where(signed)
