"""The one exception a user may read."""


class AlongsideError(Exception):
    """An action that cannot go on. Says what happened, where, and what to do next, in the user's words."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.remedy = what, where, remedy

    def sentence(self) -> str:
        """Everything in one line, as the command line prints it."""
        place = f"{self.where}: " if self.where else ""
        return " ".join(part for part in (f"{place}{self.what}", self.remedy) if part)
