"""Floor 1: numbers from governance records, and what may be shown of them."""
