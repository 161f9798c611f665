"""Mesa agents of Summitry: states, envoys and how they behave."""
