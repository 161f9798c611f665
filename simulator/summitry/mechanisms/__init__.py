"""What makes talks diplomacy, one file each: each optional, found by its name, off where a scenario is silent."""
