"""Many tasks through an executor handed in: one bad task stops no other, and a stop leaves nothing half done."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures import CancelledError as NotBegun

from alongside.bulk.channel import Channel
from alongside.bulk.tasks import Done, State, Task
from alongside.bulk.work import at_work, guarded
from alongside.i18n import _
from alongside.job_control import Cancelled, JobControl, Progress
from alongside.render.files import sweep

Watch = Callable[[int, Progress | Done], None]  # the number of a task, and how far it is or what became of it
LOOK = 0.1  # seconds between two looks at how far the tasks are
MOST = 61  # processes; Windows waits for no more
TRIES = 2  # a task whose process ended is begun once more, alone


def _unwatched(_number: int, _told: Progress | Done) -> None:
    """Nobody looks on."""


class Stopped(Cancelled):
    """The user stopped the run. What was finished by then stays, and is told here."""

    def __init__(self, done: tuple[Done, ...], total: int) -> None:
        super().__init__()
        self.done, self.total = done, total


def pool(jobs: int) -> ProcessPoolExecutor:
    """So many processes, each begun afresh: what the asking one holds, such as a window, is not copied."""
    return ProcessPoolExecutor(min(jobs, MOST), multiprocessing.get_context("spawn"), _settle)


def run_tasks(
    tasks: Sequence[Task],
    job: JobControl,
    executor: Executor | None = None,
    *,
    renewed: Callable[[], Executor] | None = None,
    watch: Watch = _unwatched,
) -> tuple[Done, ...]:
    """What became of each task, in their order. Without an executor they are done here, one after another.

    Any executor of `concurrent.futures` does, one of a cluster too if it sees the same folders: what is handed over
    is plain. It stays the caller's to shut down. `renewed` gives another where a process ended and broke it.
    `watch` hears of each task, on the thread that called. Raises Stopped.
    """
    for task in tasks:
        sweep(task.target)  # what a computer that lost its power left
    return _here(tasks, job, watch) if executor is None else _Run(tasks, job, executor, renewed, watch).done()


def run_many(tasks: Sequence[Task], job: JobControl, workers: int, watch: Watch = _unwatched) -> tuple[Done, ...]:
    """As `run_tasks`, here or by a pool of up to so many processes of our own, which are gone when this ends."""
    workers = min(workers, len(tasks))
    if workers < 2:
        return run_tasks(tasks, job, watch=watch)
    with pool(workers) as executor:
        return run_tasks(tasks, job, executor, renewed=lambda: pool(workers), watch=watch)


def _here(tasks: Sequence[Task], job: JobControl, watch: Watch) -> tuple[Done, ...]:
    done: list[Done] = []
    try:
        for task in tasks:
            done.append(guarded(task, _Within(job, task.name, len(done), len(tasks), watch)))
            watch(len(done) - 1, done[-1])
            job.report(Progress(len(done), len(tasks), task.name))
    except (Cancelled, KeyboardInterrupt) as stop:
        if len(done) == len(tasks):
            return tuple(done)
        raise Stopped(tuple(done), len(tasks)) from stop
    return tuple(done)


class _Within(JobControl):
    """The job of one task among others: it tells how many tasks are done, and in words where this one is."""

    def __init__(self, job: JobControl, name: str, done: int, total: int, watch: Watch) -> None:
        def told(progress: Progress) -> None:
            watch(done, progress)
            job.report(_among(progress, name, done, total))

        super().__init__(told)
        self._job = job

    def check(self) -> None:
        self._job.check()
        super().check()


class _Run:
    def __init__(
        self,
        tasks: Sequence[Task],
        job: JobControl,
        executor: Executor,
        renewed: Callable[[], Executor] | None,
        watch: Watch,
    ) -> None:
        self._tasks, self._job = tasks, job
        self._executor, self._renewed, self._watch = executor, renewed, watch
        self._ended: dict[int, Done] = {}
        self._tries = [0] * len(tasks)
        self._told: dict[int, Progress] = {}

    def done(self) -> tuple[Done, ...]:
        if not self._tasks:
            return ()
        self._channel = Channel.beside(self._tasks[0].target.parent)
        own: Executor | None = None
        try:
            together, alone = list(range(len(self._tasks))), list[int]()
            while together or alone:
                now = together or [alone.pop(0)]
                together = []
                lost = self._round(now)
                if not lost:
                    continue
                begun = {number for number in lost if self._channel.begun(number)}
                for number in begun:
                    self._tries[number] += 1
                    self._channel.forget(number)
                    sweep(self._tasks[number].target)
                given_up = {n for n in lost if self._renewed is None or not begun or self._tries[n] >= TRIES}
                for number in given_up:
                    self._end(number, self._lost(number))
                together = [number for number in lost if number not in begun | given_up]
                alone += sorted(begun - given_up)
                if (together or alone) and self._renewed is not None:
                    if own is not None:
                        own.shutdown()
                    own = self._executor = self._renewed()
        finally:
            if own is not None:
                own.shutdown()
            self._channel.close()
        return tuple(self._ended[number] for number in range(len(self._tasks)))

    def _round(self, numbers: Iterable[int]) -> list[int]:
        """Do these tasks; hand back those whose process ended before they did."""
        futures: dict[Future[Done], int] = {}
        lost: list[int] = []
        try:
            for number in numbers:
                try:
                    future = self._executor.submit(at_work, self._tasks[number], str(self._channel.folder), number)
                except BrokenExecutor:
                    lost.append(number)
                else:
                    futures[future] = number
            waiting = set(futures)
            while waiting:
                ended, waiting = wait(waiting, LOOK, FIRST_COMPLETED)
                lost += self._take(ended, futures)
                self._report(futures[future] for future in waiting)
        except (Cancelled, KeyboardInterrupt) as stop:
            self._stop(futures)
            done = tuple(done for _number, done in sorted(self._ended.items()))
            if len(done) == len(self._tasks):
                return []
            raise Stopped(done, len(self._tasks)) from stop
        except BaseException:
            self._stop(futures)
            raise
        if lost:
            self._executor.shutdown()  # it is broken; once its processes are gone, nothing writes any more
        return lost

    def _take(self, ended: Iterable[Future[Done]], futures: dict[Future[Done], int]) -> list[int]:
        lost = []
        for future in ended:
            number = futures[future]
            try:
                self._end(number, future.result())
            except (BrokenExecutor, NotBegun):
                lost.append(number)
            except Cancelled:
                raise
            except Exception as error:  # noqa: BLE001 - an executor may refuse in ways of its own
                told = _("It could not be handed to a worker ({why}).").format(
                    why=str(error)[:160] or type(error).__name__
                )
                self._end(number, Done(self._tasks[number], State.FAILED, trouble=told))
            else:
                self._job.report(Progress(len(self._ended), len(self._tasks), self._tasks[number].name))
        return lost

    def _report(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            progress = self._channel.progress(number)
            if progress is not None and progress != self._told.get(number):
                self._told[number] = progress
                self._watch(number, progress)
                name = self._tasks[number].name
                self._job.report(_among(progress, name, len(self._ended), len(self._tasks)))
        self._job.check()

    def _stop(self, futures: dict[Future[Done], int]) -> None:
        """Wait until nothing is being written any more; what was finished by then counts."""
        self._channel.stop()
        for future in futures:
            future.cancel()
        wait(futures)
        for future, number in futures.items():
            if number not in self._ended and not future.cancelled() and future.exception() is None:
                self._end(number, future.result())

    def _end(self, number: int, done: Done) -> None:
        self._ended[number] = done
        self._watch(number, done)

    def _lost(self, number: int) -> Done:
        told = _("The process that was to build it ended before it was done; the memory may have been too small.")
        return Done(self._tasks[number], State.FAILED, trouble=told)


def _among(progress: Progress, name: str, done: int, total: int) -> Progress:
    share = f" ({progress.done}/{progress.total})" if progress.total else ""
    return Progress(done, total, f"{name}: {progress.what}{share}")


def _settle() -> None:
    """In each process of our own pool: Ctrl-C is for the one that asked, and without that one there is no work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asking = multiprocessing.parent_process()

    def end_with_it() -> None:
        if asking is not None:
            asking.join()
            os._exit(1)

    threading.Thread(target=end_with_it, daemon=True).start()
