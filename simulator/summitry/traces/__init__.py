"""What happens round by round, in many worlds at once: offers, what they are worth, beliefs, trust."""
