"""Floor 3: what we write. The only place, beside intake, where Word files are opened."""
