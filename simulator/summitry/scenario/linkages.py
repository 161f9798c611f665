"""Linked issues: what the linkages of a scenario say, and the issues that they join into one.

Issues that interact are negotiated as one *composite issue*, whose options are the combinations of theirs; utility
stays a sum over issues (additive utility over groups of attributes that interact: Fishburn 1967), and everything that
trades issues against each other goes on working. Results are mapped back to the issues of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from summitry.scenario.agenda import Agenda
from summitry.scenario.goals import Condition, condition
from summitry.scenario.linkage import Linkage

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]


@dataclass(frozen=True)
class Bundle:
    """Issues of which a deal settles all or none."""

    id: str
    issues: frozenset[int]


@dataclass(frozen=True)
class Precondition:
    """An issue that leaves its status quo only in deals that meet a condition on other issues."""

    id: str
    issue: int
    condition: Condition

    @property
    def issues(self) -> frozenset[int]:
        """Indices of the issue and of those in the condition."""
        return self.condition.issues | {self.issue}


@dataclass(frozen=True)
class Stake:
    """A condition that is worth something to some states by itself."""

    id: str
    condition: Condition

    @property
    def issues(self) -> frozenset[int]:
        """Indices of the issues in the condition."""
        return self.condition.issues


@dataclass(frozen=True)
class Linkages:
    """What links the issues of a scenario, each kind in the order of ids.

    Parameters
    ----------
    bundles, preconditions
        What no deal may break.
    stakes
        The L conditions that are worth something.
    """

    bundles: tuple[Bundle, ...] = ()
    preconditions: tuple[Precondition, ...] = ()
    stakes: tuple[Stake, ...] = ()

    @classmethod
    def of(cls, written: Mapping[str, Linkage], agenda: Agenda) -> Linkages:
        """Read linkages, whose names were checked.

        Raises
        ------
        GoalError
            A condition can't be read.
        """
        bundles, preconditions, stakes = [], [], []
        for id_, linkage in sorted(written.items()):
            if linkage.bundle is not None:
                bundles.append(Bundle(id_, frozenset(agenda.issues.index(issue) for issue in linkage.bundle)))
            elif linkage.only_if is not None:
                issue = agenda.issues.index(str(linkage.issue))
                preconditions.append(Precondition(id_, issue, condition(linkage.only_if, agenda)))
            else:
                stakes.append(Stake(id_, condition(str(linkage.when), agenda)))
        return cls(tuple(bundles), tuple(preconditions), tuple(stakes))

    @property
    def every(self) -> tuple[Bundle | Precondition | Stake, ...]:
        """All of them."""
        return (*self.bundles, *self.preconditions, *self.stakes)

    def groups(self) -> list[tuple[int, ...]]:
        """Return the issues that belong together, directly or through others, in the order of their lowest index."""
        groups: list[frozenset[int]] = []
        for linkage in self.every:
            touching = [group for group in groups if group & linkage.issues]
            groups = [group for group in groups if group not in touching]
            groups.append(linkage.issues.union(*touching))
        return sorted(tuple(sorted(group)) for group in groups)


@dataclass(frozen=True)
class Composite:
    """Linked issues, negotiated as one.

    Parameters
    ----------
    place
        Its index on the table.
    members
        (M,) indices of its issues in the file's agenda.
    sizes
        (M,) how many options each has.
    bundles, preconditions
        What no deal may break.
    stakes
        Which of the L stakes are about its members, with their conditions.
    issues
        I, the number of issues of the agenda.
    """

    place: int
    members: tuple[int, ...]
    sizes: tuple[int, ...]
    bundles: tuple[Bundle, ...]
    preconditions: tuple[Precondition, ...]
    stakes: tuple[tuple[int, Stake], ...]
    issues: int

    @cached_property
    def options(self) -> IntArray:
        """(N, M) the option of each member in each combination; the first member changes slowest."""
        return np.indices(self.sizes).reshape(len(self.sizes), -1).T

    @cached_property
    def steps(self) -> IntArray:
        """(M,) how far apart two combinations are that differ by one option of a member."""
        return np.array([prod(self.sizes[place + 1 :]) for place in range(len(self.sizes))])

    def number(self, options: IntArray) -> IntArray:
        """Return the combination (...) of options (..., M) of the members; -1 where one of them is -1."""
        return np.where((options < 0).any(axis=-1), -1, (options * self.steps).sum(axis=-1))

    def settled(self, standing: IntArray) -> BoolArray:
        """Return (N, M): which members a combination moves off their status quo (M,); -1: off the scale, always."""
        return np.asarray(self.options != standing)

    def holds(self, test: Condition, standing: IntArray) -> BoolArray:
        """Return (N,): which combinations meet a condition, given the members' status quo (M,)."""
        deals = np.zeros((len(self.options), self.issues), dtype=np.intp)
        settled = np.zeros(deals.shape, dtype=bool)
        deals[:, self.members], settled[:, self.members] = self.options, self.settled(standing)
        return test(deals, settled)

    def feasible(self, standing: IntArray) -> BoolArray:
        """Return (N,): which combinations break no bundle and no precondition, given the status quo (M,).

        A member whose failure lies off the scale is settled by every combination: a bundle of such issues only is
        always kept, and with one of them in it, a bundle has to be settled. A precondition that no combination meets
        keeps its issue at the status quo; if that is off the scale, no combination is left, and so no deal.
        """
        settled = self.settled(standing)
        kept = np.ones(len(self.options), dtype=bool)
        for bundle in self.bundles:
            inside = settled[:, [member in bundle.issues for member in self.members]]
            kept &= inside.all(axis=1) == inside.any(axis=1)
        for precondition in self.preconditions:
            leaves = settled[:, self.members.index(precondition.issue)]
            kept &= ~leaves | self.holds(precondition.condition, standing)
        return kept


@dataclass(frozen=True)
class Layout:
    """How the I issues of the file lie on the table as J <= I issues, linked ones joined.

    A composite issue stands in the place of its first member; without linkages the table is the file.

    Parameters
    ----------
    issues
        I.
    linkages
        What links them.
    composites
        The joined issues.
    members
        (J) the issues of the file in each issue on the table.
    alone, alone_at
        (A,) the issues that nothing links, and their places on the table.
    sizes
        (J,) how many options each issue on the table has.
    """

    issues: int
    linkages: Linkages
    composites: tuple[Composite, ...]
    members: tuple[tuple[int, ...], ...]
    alone: IntArray
    alone_at: IntArray
    sizes: IntArray

    @classmethod
    def of(cls, agenda: Agenda, linkages: Linkages) -> Layout:
        """Lay the issues of an agenda out."""
        counts = [len(question.options) for question in agenda.questions]
        linked = linkages.groups()
        free = set(range(len(counts))).difference(*linked)
        order = sorted([*linked, *((issue,) for issue in free)])
        composites = tuple(
            Composite(
                place=order.index(group),
                members=group,
                sizes=tuple(counts[issue] for issue in group),
                bundles=tuple(bundle for bundle in linkages.bundles if bundle.issues <= set(group)),
                preconditions=tuple(rule for rule in linkages.preconditions if rule.issues <= set(group)),
                stakes=tuple(pair for pair in enumerate(linkages.stakes) if pair[1].issues <= set(group)),
                issues=len(counts),
            )
            for group in linked
        )
        alone = sorted(free)
        return cls(
            issues=len(counts),
            linkages=linkages,
            composites=composites,
            members=tuple(order),
            alone=np.array(alone, dtype=np.intp),
            alone_at=np.array([order.index((issue,)) for issue in alone], dtype=np.intp),
            sizes=np.array([prod(counts[issue] for issue in group) for group in order]),
        )

    @cached_property
    def first(self) -> IntArray:
        """(J,) the first issue of the file in each issue on the table."""
        return np.array([group[0] for group in self.members])

    @property
    def shape(self) -> tuple[int, int]:
        """J and K: issues on the table, and options of the longest of them."""
        return len(self.sizes), int(self.sizes.max())

    def apart(self, deal: IntArray) -> IntArray:
        """Return (..., I): deals (..., J) on the table as options of the file's issues; -1 stays -1."""
        if not self.composites:
            return deal
        options = np.empty((*deal.shape[:-1], self.issues), dtype=np.intp)
        options[..., self.alone] = deal[..., self.alone_at]
        for composite in self.composites:
            number = deal[..., composite.place]
            options[..., composite.members] = np.where(number[..., None] < 0, -1, composite.options[number])
        return options

    def together(self, deal: IntArray) -> IntArray:
        """Return (..., J): options (..., I) of the file's issues as deals on the table.

        A composite issue is -1 where one of its members is: a status quo off the scale for one of them is off the
        scale for all.
        """
        if not self.composites:
            return deal
        numbers = np.empty((*deal.shape[:-1], len(self.sizes)), dtype=np.intp)
        numbers[..., self.alone_at] = deal[..., self.alone]
        for composite in self.composites:
            numbers[..., composite.place] = composite.number(deal[..., composite.members])
        return numbers
