"""What keeps a library true: what is due, what stands twice, what disagrees, how texts changed, and the health page."""
