"""What each command does: from what was typed to an Outcome. Nothing here prints, and nothing here knows Qt."""
