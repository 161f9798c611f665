"""The chances over values that are varied."""
