"""What one state could change, or get others to change: each lever one change of the scenario, played and ranked."""
