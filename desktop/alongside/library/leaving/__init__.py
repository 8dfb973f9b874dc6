"""What it takes for a story, or all of a person, to leave a library for good."""
