"""`alongside`, and `python -m alongside`."""

import sys

from alongside.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        # A packed program has no other file to start a worker process with: it is the worker, if asked to be.
        from multiprocessing import freeze_support

        freeze_support()
    sys.exit(main())
