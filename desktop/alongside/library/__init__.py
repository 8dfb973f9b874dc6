"""Floor 1: what we know. Opens the user's workbook; nothing above it does."""
