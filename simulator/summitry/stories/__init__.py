"""How one world's talks are told: noted, written as a transcript, and read out to the press."""
