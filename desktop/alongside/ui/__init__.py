"""Floor 4: the only Qt."""
