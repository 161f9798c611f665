"""What simple models of the literature expect of each issue, to hold our own answer against: one file per model.

A model is a function of `standings.Standings`, the places, saliences and capabilities that the worlds drew on one
issue, and returns (W,): the place on the issue's scale, from 0 to 1, at which it expects the issue to be settled; NaN
in a world in which nobody who counts cares. It is found by its name among the entry points of ``summitry.forecasts``;
its docstring's first line says what it is wherever models are listed.
"""
