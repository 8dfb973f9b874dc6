"""An index by meaning: the vectors of all passages, and how close each row comes to a question."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from alongside.i18n import _
from alongside.job_control import JobControl, Progress
from alongside.library.records import Record
from alongside.library.search.model import DIMENSIONS, Model, Vectors
from alongside.library.search.passages import passages_of, sentences_of
from alongside.library.search.postings import Scores

_AT_ONCE = 500  # rows between two looks at whether to stop
_COMPARED = 2_048  # passages compared at once: their numbers fit the processor's cache
_STEPS = 127  # an int8 either side of nought
NOT_AT_ALL = -1.0


@dataclass(frozen=True)
class Meaning:
    """A vector for each passage of each row, in a byte a dimension: 1/4 the memory, the same order of results."""

    vectors: npt.NDArray[np.int8]  # passages by DIMENSIONS
    scales: Scores  # of each passage: what its bytes are to be multiplied with
    starts: npt.NDArray[np.int64]  # of each row, its first passage; and the end

    def closeness(self, question: Vectors) -> Scores:
        """For each row the cosine of its closest passage, -1 to 1; NOT_AT_ALL for a row without text."""
        rows = len(self.starts) - 1
        found = np.full(rows, NOT_AT_ALL, np.float32)
        if not len(self.vectors):
            return found
        near = np.empty(len(self.vectors), np.float32)
        room = np.empty((_COMPARED, DIMENSIONS), np.float32)
        for at in range(0, len(self.vectors), _COMPARED):
            part = self.vectors[at : at + _COMPARED]
            here = room[: len(part)]
            np.copyto(here, part)
            # No BLAS: its threads wait for each other, for seconds where the processor has other work.
            near[at : at + len(part)] = np.einsum("ij,j->i", here, question)
        near *= self.scales
        having = np.flatnonzero(np.diff(self.starts))
        found[having] = np.maximum.reduceat(near, self.starts[having])
        return found


def make_meaning(records: Sequence[Record], model: Model, job: JobControl | None = None) -> Meaning:
    """Read all rows. Takes about 10 seconds for 100,000 passages; reports as it goes. Raises Cancelled."""
    job = job or JobControl()
    lengths: list[int] = []
    vectors: list[npt.NDArray[np.int8]] = []
    scales: list[Scores] = []
    for at in range(0, len(records), _AT_ONCE):
        job.report(Progress(at, len(records), _("Making the library searchable by meaning")))
        passages = [passages_of(record) for record in records[at : at + _AT_ONCE]]
        lengths += map(len, passages)
        exact = model.vectors([text for texts in passages for text in texts])
        largest = np.maximum(np.abs(exact).max(axis=1, initial=0.0), np.float32(1e-9))
        vectors.append(np.rint(exact * (_STEPS / largest)[:, np.newaxis]).astype(np.int8))
        scales.append((largest / _STEPS).astype(np.float32))
    return Meaning(
        np.concatenate(vectors or [np.empty((0, DIMENSIONS), np.int8)]),
        np.concatenate(scales or [np.empty(0, np.float32)]),
        np.concatenate(([0], np.cumsum(np.asarray(lengths, np.int64)))).astype(np.int64),
    )


def closest_sentence(record: Record, question: Vectors, model: Model) -> tuple[str, str] | None:
    """Heading and text of the row's sentence that comes closest; None for a row without text."""
    sentences = list(sentences_of(record))
    if not sentences:
        return None
    near = model.vectors([text for _heading, text in sentences]) @ question
    return sentences[int(near.argmax())]
