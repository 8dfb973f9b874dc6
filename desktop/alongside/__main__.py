"""`alongside`, and `python -m alongside`."""

import sys

from alongside.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
