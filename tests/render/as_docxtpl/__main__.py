"""`python -m docxtpl`, filled by our class."""

import docxtpl

if __name__ == "__main__":
    docxtpl._main.main()
