"""How envoys learn what the others want from what they offer, one file each."""
