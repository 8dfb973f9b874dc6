"""Undo and redo: the packs before and after the one in use. Pure values."""

from dataclasses import dataclass, replace

from alongside.packs.pack import Pack

DEPTH = 500  # changes that can be undone


@dataclass(frozen=True, slots=True)
class Step:
    """One pack of the history, and in the user's words what was done to get there."""

    pack: Pack
    what: str = ""
    key: str = ""  # changes in a row with the same key undo as one; "" never joins


@dataclass(frozen=True, slots=True)
class History:
    """The pack now, with what came before and what was undone."""

    now: Step
    past: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    @property
    def pack(self) -> Pack:
        return self.now.pack

    def changed(self, pack: Pack, what: str, key: str = "") -> "History":
        """The history with one more change; the same pack is no change."""
        if pack == self.now.pack:
            return self
        step = Step(pack, what, key)
        if key and key == self.now.key and self.past and not self.undone:
            return replace(self, now=step)
        return History(step, (*self.past, self.now)[-DEPTH:])

    def undo(self) -> "History":
        """One step back; the same history where there is none."""
        if not self.past:
            return self
        return History(replace(self.past[-1], key=""), self.past[:-1], (*self.undone, self.now))

    def redo(self) -> "History":
        """One step forth; the same history where nothing was undone."""
        if not self.undone:
            return self
        return History(replace(self.undone[-1], key=""), (*self.past, self.now), self.undone[:-1])

    @property
    def undoes(self) -> str:
        """What undo would take back; "" for nothing."""
        return self.now.what if self.past else ""

    @property
    def redoes(self) -> str:
        return self.undone[-1].what if self.undone else ""
