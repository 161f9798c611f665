"""A chair: drafts a text for all, and revises it where envoys object."""

from __future__ import annotations

import mesa
import numpy as np

from summitry_agents.deals import MARGIN, Bools, Ints, settles_something, signs
from summitry_agents.picture import Picture
from summitry_agents.zone_of_many import mend

HEED = 1.25
"""Factor by which the weight of a state grows when it objects: small enough that a draft moves by few issues."""


class Chair(mesa.Agent):
    """Who drafts a single text, in every world of its model at once.

    The draft takes on each issue the option with the largest weighted sum of what it is believed to be worth to the
    states. All start with the same weight; that of whoever objects to a draft grows by a factor of `HEED`, so that
    the next one moves towards it (multiplicative weights: Arora, Hazan and Kale 2012; like the mediator of Klein,
    Faratin, Sayama and Bar-Yam 2003 the chair is told no wishes, only yes and no). Where a state is believed not to
    sign the draft, the one change of an issue is made that raises the smallest believed surplus most.

    Parameters
    ----------
    model
        The model that the agent belongs to.
    picture
        What the chair believes about all P states.
    allowed
        (W, I, K) options that may be in a draft.
    status_quo
        (W, I).
    """

    def __init__(self, model: mesa.Model, picture: Picture, allowed: Bools, status_quo: Ints) -> None:
        super().__init__(model)
        self.picture = picture
        self.allowed = allowed
        self.status_quo = status_quo
        self.weight = np.ones((len(allowed), len(picture.others)))

    def draft(self, worlds: Ints) -> tuple[Ints, Bools]:
        """Return (n, I) the present drafts, and (n,) whether there is one: all of its issues can be filled in."""
        believed, needs = self.picture.believed_contributions(worlds), self.picture.believed_reservation(worlds)
        allowed, standing = self.allowed[worlds], self.status_quo[worlds]
        joint = np.zeros(allowed.shape)
        for p in range(believed.shape[1]):
            joint += self.weight[worlds, p, None, None] * believed[:, p]
        # Of options that are as good, the status quo.
        stays = np.arange(allowed.shape[2]) == standing[..., None]
        joint = np.where(allowed, joint + MARGIN * stays, -np.inf)
        text = joint.argmax(axis=-1)
        settles = settles_something(text, standing)
        rest = np.flatnonzero(~signs(believed, text, needs + MARGIN).all(axis=-1) | ~settles)
        if rest.size:
            # A text that settles nothing has to be moved off the status quo.
            free = allowed[rest] & ~(stays[rest] & ~settles[rest, None, None])
            scale = np.ones((rest.size, believed.shape[1]))
            text[rest] = mend(believed[rest], free, text[rest], needs[rest] + MARGIN, scale)
        possible = allowed.any(axis=-1).all(axis=-1) & settles_something(text, standing)
        return np.where(possible[:, None], text, -1), possible

    def hear(self, worlds: Ints, objects: Bools) -> None:
        """Give more weight to those who object (n, P); the weights of a world sum to the number of states."""
        weight = self.weight[worlds] * np.where(objects, HEED, 1.0)
        self.weight[worlds] = weight / np.cumsum(weight, axis=1)[:, -1:] * weight.shape[1]
