"""Floor 3: what comes in from buyers, and what was sent to them before."""
