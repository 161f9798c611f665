"""What moves the chance most: variance-based indices, and a tornado of plausible changes."""
