"""Many tasks: the same bytes however many share the work, and nothing half done however it ends."""

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from alongside.bulk import opened, run, work
from alongside.bulk.channel import Channel
from alongside.bulk.run import Stopped, pool, run_many, run_tasks
from alongside.bulk.tasks import Done, State
from alongside.job_control import Cancelled, JobControl, Progress
from alongside.render.verify import verify


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_two_workers_build_the_same_bytes_as_one(packs, tasks_in, bytes_in, tmp_path):
    paths = packs(4)
    told: list[Progress] = []
    alone = run_tasks(tasks_in(tmp_path / "one", paths), JobControl())
    with pool(2) as executor:
        shared = run_tasks(tasks_in(tmp_path / "two", paths), JobControl(told.append), executor)
    assert [item.state for item in (*alone, *shared)] == [State.BUILT] * 8
    assert [item.task.pack for item in shared] == paths
    assert [item.findings for item in shared] == [item.findings for item in alone]
    one, two = bytes_in(tmp_path / "one"), bytes_in(tmp_path / "two")
    assert len(one) == sum(len(item.files) for item in alone)
    assert one == two
    assert told[-1] == Progress(4, 4, told[-1].what)
    assert {step.total for step in told} == {4}


def test_another_process_tells_each_document_by_the_channel(tmp_path):
    """Whoever waits looks now and then; what it sees is the latest word of the task, whole."""
    channel = Channel.beside(tmp_path / "out")
    control = Channel(channel.folder).control(3)
    assert (channel.begun(3), channel.progress(3)) == (True, None)
    for done in (1, 2):
        control.report(Progress(done, 4, "Tender response, in Word"))
        assert channel.progress(3) == Progress(done, 4, "Tender response, in Word")
    channel.close()


def test_one_after_another_tells_documents_and_tasks(packs, tasks_in, tmp_path):
    told: list[Progress] = []
    run_tasks(tasks_in(tmp_path / "out", packs(2)), JobControl(told.append))
    assert [step.done for step in told] == sorted(step.done for step in told)
    assert told[-1] == Progress(2, 2, "small-2")
    assert told[0].what.startswith("small-1: Tender response (1/")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stop_leaves_what_is_finished_and_a_second_run_goes_on(packs, tasks_in, bytes_in, tmp_path, jobs):
    tasks = tasks_in(tmp_path / "out", packs(8))
    job = JobControl(lambda step: job.cancel() if step.done else None)  # once the first is finished
    with pool(2) as executor, pytest.raises(Stopped) as stopped:
        run_tasks(tasks, job, executor if jobs == 2 else None)
    assert isinstance(stopped.value, Cancelled)
    assert stopped.value.total == 8
    finished = [item.task.target for item in stopped.value.done]
    assert 1 <= len(finished) < 8
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in finished)
    assert [verify(folder) for folder in finished] == [()] * len(finished)
    before = bytes_in(tmp_path / "out")

    done = run_tasks(tasks, JobControl())
    assert {item.task.target for item in done if item.state is State.UNCHANGED} == set(finished)
    assert {item.state for item in done} == {State.UNCHANGED, State.BUILT}
    assert before.items() <= bytes_in(tmp_path / "out").items()
    assert {item.state for item in run_tasks(tasks, JobControl())} == {State.UNCHANGED}


def test_a_stop_before_anything_leaves_nothing(packs, tasks_in, tmp_path):
    job = JobControl()
    job.cancel()
    with pool(1) as executor, pytest.raises(Stopped) as stopped:
        run_tasks(tasks_in(tmp_path / "out", packs(1)), job, executor)
    assert stopped.value.done == ()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_bad_pack_stops_no_other(packs, tasks_in, tmp_path, jobs):
    paths = packs(4)
    paths[0].write_text("{", encoding="utf-8")
    paths[2].unlink()
    (tmp_path / "out" / "small-4").mkdir(parents=True)
    (tmp_path / "out" / "small-4" / "mine.txt").write_text("mine", encoding="utf-8")
    with pool(2) as executor:
        done = run_tasks(tasks_in(tmp_path / "out", paths), JobControl(), executor if jobs == 2 else None)
    assert [item.state for item in done] == [State.FAILED, State.BUILT, State.FAILED, State.FAILED]
    assert "not a pack" in done[0].trouble
    assert "cannot be opened" in done[2].trouble
    assert "not made by Alongside" in done[3].trouble
    assert all(str(tmp_path) not in item.trouble for item in done)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["small-2", "small-4"]


def test_a_fault_in_one_task_is_told_without_what_it_quoted(packs, tasks_in, tmp_path, monkeypatch):
    def broken(task: Any, job: JobControl) -> Done:
        if task.name == "small-1":
            raise ZeroDivisionError("Mrs Example, born 1941")
        return real(task, job)

    real = work.perform
    monkeypatch.setattr(work, "perform", broken)
    done = run_tasks(tasks_in(tmp_path / "out", packs(2)), JobControl())
    assert [item.state for item in done] == [State.FAILED, State.BUILT]
    assert "ZeroDivisionError" in done[0].trouble
    assert done[0].fault[0] == "ZeroDivisionError"
    assert "Example" not in "".join((done[0].trouble, *done[0].fault))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed like that on Windows")
def test_a_killed_worker_loses_nothing(packs, tasks_in, tmp_path):
    killed: list[int] = []

    def kill_one(step: Progress) -> None:
        workers = multiprocessing.active_children()
        if not killed and step.done and workers:
            killed.append(workers[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    tasks = tasks_in(tmp_path / "out", packs(6))
    executor = pool(2)
    try:
        done = run_tasks(tasks, JobControl(kill_one), executor, renewed=lambda: pool(2))
    finally:
        executor.shutdown()
    assert killed
    assert {item.state for item in done} <= {
        State.BUILT,
        State.UNCHANGED,
    }  # unchanged: killed right after the last file
    assert [verify(task.target) for task in tasks] == [()] * 6
    assert hidden(tmp_path / "out") == []


class Deadly(Executor):
    """An executor whose worker dies on one task, and takes what is waiting with it."""

    def __init__(self, deadly: str) -> None:
        self.deadly, self.broken = deadly, False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        task, channel, number = args
        if self.broken:
            raise BrokenProcessPool
        if task.name == self.deadly:
            Channel(Path(channel)).control(number)
            (task.target.parent / f".{task.name}.0123abcd.part").mkdir()
            self.broken = True
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(fn(*args))
        return future


def test_a_task_that_ends_its_process_each_time_is_given_up_and_no_other(packs, tasks_in, tmp_path):
    made: list[Deadly] = []

    def renewed() -> Executor:
        made.append(Deadly("small-2"))
        return made[-1]

    done = run_tasks(tasks_in(tmp_path / "out", packs(4)), JobControl(), renewed(), renewed=renewed)
    assert [item.state for item in done] == [State.BUILT, State.FAILED, State.BUILT, State.BUILT]
    assert "ended before it was done" in done[1].trouble
    assert len(made) == 2, "the others and then the deadly one, which nothing follows, have one"
    assert hidden(tmp_path / "out") == []


def test_a_broken_executor_that_cannot_be_renewed_is_told(packs, tasks_in, tmp_path):
    done = run_tasks(tasks_in(tmp_path / "out", packs(3)), JobControl(), Deadly("small-2"))
    assert [item.state for item in done] == [State.BUILT, State.FAILED, State.FAILED]


def test_any_executor_does_since_all_that_travels_is_plain(packs, tasks_in, tmp_path):
    class Far(ThreadPoolExecutor):
        """As one on another machine: everything goes through bytes."""

        def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":
            sent = pickle.dumps((fn, args))
            return super().submit(lambda: pickle.loads(pickle.dumps(_call(*pickle.loads(sent)))))

    tasks = tasks_in(tmp_path / "out", packs(3), pdf="embedded")
    with Far(2) as executor:
        done = run_tasks(tasks, JobControl(), executor)
    assert [item.state for item in done] == [State.BUILT] * 3
    assert done[0].pdf is not None
    assert [item.task for item in done] == tasks
    assert done[0].findings == run_tasks(tasks_in(tmp_path / "here", packs(1)), JobControl())[0].findings


def _call(fn: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    return fn(*args)


def test_the_library_is_read_once(packs, tasks_in, tmp_path, monkeypatch):
    read: list[Path] = []
    real = opened.read_library
    monkeypatch.setattr(opened, "read_library", lambda path, *rest: read.append(path) or real(path, *rest))
    monkeypatch.setattr(work, "_libraries", work._Recent())
    run_tasks(tasks_in(tmp_path / "out", packs(3)), JobControl())
    assert len(read) == 1


def test_what_a_lost_run_left_is_swept_and_an_older_result_put_back(packs, tasks_in, tmp_path):
    tasks = tasks_in(tmp_path / "out", packs(1))
    run_tasks(tasks, JobControl())
    tasks[0].target.rename(tmp_path / "out" / ".small-1.0123abcd.old")
    (tmp_path / "out" / ".small-1.0123abcd.part").mkdir()
    (tmp_path / "out" / ".small-10.0123abcd.part").mkdir()
    assert run_tasks(tasks, JobControl())[0].state is State.UNCHANGED
    assert hidden(tmp_path / "out") == [".small-10.0123abcd.part"], "that of another is another's"


def test_no_more_processes_than_windows_waits_for():
    with pool(500) as executor:
        assert executor._max_workers == run.MOST


@pytest.mark.parametrize("workers", [1, 2])
def test_who_looks_on_hears_of_each_task_once_at_its_end(packs, tasks_in, tmp_path, workers):
    told: list[tuple[int, object, int]] = []
    tasks = tasks_in(tmp_path / "out", packs(3))
    tasks[1].pack.write_text("{", encoding="utf-8")
    done = run_many(
        tasks, JobControl(), workers, lambda number, what: told.append((number, what, threading.get_ident()))
    )
    ends = [(number, what) for number, what, _thread in told if isinstance(what, Done)]
    assert sorted(ends, key=lambda item: item[0]) == list(enumerate(done))
    assert {number for number, what, _thread in told if isinstance(what, Progress)} >= {0, 2}
    assert {thread for _number, _what, thread in told} == {threading.get_ident()}
    assert [item.state for item in done] == [State.BUILT, State.FAILED, State.BUILT]
