"""Protocols, one file each: who may say what when."""
