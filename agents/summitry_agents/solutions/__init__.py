"""Solution points of bargaining theory, to hold the deals of the talks against.

`solution_points` finds the Nash, Kalai-Smorodinsky, egalitarian and utilitarian deals of every world,
`pareto_frontier` the efficient deals of one.
"""

from summitry_agents.solutions.frontier import Frontier, pareto_frontier
from summitry_agents.solutions.points import POINTS, solution_points
from summitry_agents.solutions.search import Point

__all__ = ["POINTS", "Frontier", "Point", "pareto_frontier", "solution_points"]
