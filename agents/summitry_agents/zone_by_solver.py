"""The zone under a decision rule as a mixed-integer programme: coalition and deal in one.

A binary variable for each option of each issue chooses the deal, one for each state says whether it signs: only if
the deal is worth more than its threshold and crosses none of its red lines. The rule is linear in these. The solver is
HiGHS (Huangfu and Hall 2018).
"""

import numpy as np

from summitry_agents.deals import MARGIN, Bools, Floats, Ints
from summitry_agents.decision_rule import FEWEST, DecisionRule
from summitry_agents.verdict import Verdict
from summitry_agents.zone_of_many import ENOUGH

CLEAR = 1e-5
"""A share that must be exceeded is first asked for with this much to spare, ten times the solver's tolerance."""


def ask_solver_under_rule(
    contributions: Floats,
    own: Bools,
    reservation: Floats,
    status_quo: Ints,
    rule: DecisionRule,
    world: int,
    may_sign: Bools,
    node_limit: int,
) -> tuple[Verdict, Ints]:
    """Maximise the smallest surplus over the thresholds of those who sign, in one world.

    Parameters
    ----------
    contributions
        (P, I, K).
    own
        Options (P, I, K) that exist and that each state's red lines leave.
    reservation
        (P,), finite for those who may sign.
    status_quo
        (I,), -1 where failure lies off the scale.
    rule
        The decision rule.
    world
        The world's place in the weights of the rule.
    may_sign
        (P,) states to which bounds leave some deal; the others count as not signing.
    node_limit
        Nodes that the solver may visit.

    Returns
    -------
    verdict : Verdict
        NONE if the solver shows that there is no deal: its tolerances only loosen the conditions. EXISTS with a deal
        that the caller must hold against the strict inequalities; UNDECIDED at the node limit or when the solver
        fails.
    deal : ndarray of int
        (I,), -1 throughout where there is none.
    """
    programme = _Programme(contributions, own, reservation + MARGIN, status_quo, may_sign)
    weighted = rule.weights is not None and rule.weight_needed is not None and rule.weight_needed.beyond
    if weighted:
        verdict, deal = programme.solve(_of_rule(programme, rule, world, CLEAR), node_limit)
        if verdict == Verdict.EXISTS:
            return verdict, deal
    return programme.solve(_of_rule(programme, rule, world, 0.0), node_limit)


class _Rows:
    """Conditions that weighted sums of some columns lie between two numbers."""

    def __init__(self) -> None:
        self._rows: list[tuple[Ints, Floats, float, float]] = []

    def add(self, columns: Ints, factors: Floats | float, low: float, high: float) -> None:
        """Add one."""
        self._rows.append((columns, np.broadcast_to(np.asarray(factors, np.float64), columns.shape), low, high))

    def arrays(self, columns: int) -> tuple[Floats, Floats, Floats]:
        """Return the matrix (R, columns) and the two sides (R,)."""
        matrix = np.zeros((len(self._rows), columns))
        for place, (where, factors, _, _) in enumerate(self._rows):
            matrix[place, where] = factors
        return matrix, np.array([row[2] for row in self._rows]), np.array([row[3] for row in self._rows])


class _Programme:
    """The programme but for the rule; its columns are options, signatures, the surplus and two clauses of the rule."""

    def __init__(self, contributions: Floats, own: Bools, threshold: Floats, status_quo: Ints, may_sign: Bools) -> None:
        states, self.issues, self.options = own.shape
        self.issue, self.option = np.nonzero(own.any(axis=0))
        self.chosen = np.arange(len(self.issue))
        self.signs = len(self.issue) + np.arange(states)
        self.surplus = len(self.issue) + states
        self.lifted, self.unopposed = self.surplus + 1, self.surplus + 2
        self.columns = self.surplus + 3
        self.most = np.where(np.arange(self.columns) == self.surplus, ENOUGH, 1.0)
        self.most[self.signs[~may_sign]] = 0.0
        rows = _Rows()
        for each in range(self.issues):
            rows.add(self.chosen[self.issue == each], 1.0, 1.0, 1.0)
        if (status_quo >= 0).all():
            rows.add(self.chosen[self.option == status_quo[self.issue]], 1.0, -np.inf, self.issues - 1.0)
        worst = np.where(own.any(axis=0), contributions, np.inf).min(axis=-1).sum(axis=-1)
        for state in np.flatnonzero(may_sign):
            # Without the signature the condition is one that the worst deal meets with any surplus that counts.
            slack = threshold[state] - worst[state] + ENOUGH
            worth = contributions[state, self.issue, self.option]
            where = np.append(self.chosen, [self.surplus, self.signs[state]])
            rows.add(where, np.append(worth, [-1.0, -slack]), threshold[state] - slack, np.inf)
            crossing = ~own[state, self.issue, self.option]
            for each in range(self.issues):
                beyond = self.chosen[crossing & (self.issue == each)]
                if beyond.size:
                    rows.add(np.append(beyond, self.signs[state]), 1.0, -np.inf, 1.0)
        self._preferences = rows.arrays(self.columns)

    def solve(self, rule: _Rows, node_limit: int) -> tuple[Verdict, Ints]:
        """Solve it with the rows of a rule."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        deal = np.full(self.issues, -1)
        if not np.isin(np.arange(self.issues), self.issue).all():
            return Verdict.NONE, deal
        is_surplus = np.arange(self.columns) == self.surplus
        result = milp(
            -is_surplus.astype(np.float64),
            constraints=[LinearConstraint(*self._preferences), LinearConstraint(*rule.arrays(self.columns))],
            integrality=~is_surplus,
            bounds=Bounds(0.0, self.most),
            options={"node_limit": node_limit, "mip_rel_gap": 0.0},
        )
        if result.status == 2:
            return Verdict.NONE, deal
        if result.x is None:
            return Verdict.UNDECIDED, deal
        taken = np.zeros((self.issues, self.options))
        taken[self.issue, self.option] = result.x[self.chosen]
        return Verdict.EXISTS, taken.argmax(axis=-1)


def _of_rule(programme: _Programme, rule: DecisionRule, world: int, clear: float) -> _Rows:
    """Return what `DecisionRule.wins` asks of the signatures."""
    rows = _Rows()
    stays = np.ones(rule.states, dtype=bool) if rule.opt_out is None else ~rule.opt_out
    signs, staying = programme.signs, programme.signs[stays]
    rows.add(signs, 1.0, FEWEST, np.inf)
    for state in signs[rule.veto & stays]:
        rows.add(np.array([state]), 1.0, 1.0, 1.0)
    # Fewer noes than it takes to block lift the quotas; who may opt out says no to nothing.
    lifted, unopposed = programme.lifted, programme.unopposed
    if rule.blocking:
        enough = max(len(staying) - rule.blocking + 1, 0)
        rows.add(np.append(staying, lifted), np.append(np.ones(len(staying)), -enough), 0.0, np.inf)
    else:
        rows.add(np.array([lifted]), 1.0, 0.0, 0.0)
    shares = []
    if rule.votes.of_whole:
        shares.append((rule.votes.needed, np.ones(rule.states), _least_margin_of_votes(rule)))
    else:
        # So many, or all who do not stand aside.
        rows.add(np.append(staying, unopposed), np.append(np.ones(len(staying)), -len(staying)), 0.0, np.inf)
        needed = rule.votes.needed
        factors = np.append(np.ones(len(signs)), [needed, needed])
        rows.add(np.append(signs, [lifted, unopposed]), factors, needed, np.inf)
    if rule.weights is not None and rule.weight_needed is not None:
        weights = rule.weights[world]
        # A whole of 0 meets no quota.
        whole = float(weights.sum()) or 1.0
        shares.append((rule.weight_needed.needed, weights / whole, clear if weights.any() else 1.0))
    for share, weights, margin in shares:
        # Who may opt out and signs adds its weight to the whole as well.
        factors = np.where(stays, weights, (1.0 - share) * weights)
        needed = share * float(weights[stays].sum()) + margin
        rows.add(np.append(signs, lifted), np.append(factors, max(needed, 0.0)), needed, np.inf)
    return rows


def _least_margin_of_votes(rule: DecisionRule) -> float:
    """Return how far a number of votes that meets the quota lies at least above its share."""
    voters = np.arange(1, rule.states + 1)[:, None]
    votes = np.minimum(np.arange(rule.states + 1)[None], voters)
    over = votes - rule.votes.needed * voters
    return float(over[rule.votes.met(votes, voters)].min())
