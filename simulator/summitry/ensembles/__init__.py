"""Many worlds of one scenario, added up: the result, its tables and its summary at the terminal."""
