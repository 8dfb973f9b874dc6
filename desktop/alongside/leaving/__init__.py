"""A person takes their story back, asks for all that is kept of them, or to have it erased: over a whole workspace."""
