"""By how much chances differ between scenarios, world by world."""
