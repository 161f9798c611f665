"""Reading scenarios: YAML with line numbers, a typed schema, checks, and the issues as arrays."""
