"""Concession styles, one file each."""
