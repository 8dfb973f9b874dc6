"""The ledger of use: what was taken from the library into which pack, when, for whom, and what came of it."""
