"""Many packs, or one pack for many services: each a task of its own, done here or by whoever is handed in."""
