"""First versions of scenario files: from a template, from answers, from forecasters' tables."""
