"""The Mesa model and what it is made of: a scenario drawn into worlds, and the talks in all of them at once."""
