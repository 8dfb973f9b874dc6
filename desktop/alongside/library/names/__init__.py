"""The private list of names: who must never stand in a document, kept as keyed hashes alone."""
