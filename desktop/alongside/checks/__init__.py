"""Floor 2: what we refuse. One small pure function a rule; each gives Findings."""
