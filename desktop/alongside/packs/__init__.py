"""Floor 2: what we decide. Pure functions and frozen values."""
