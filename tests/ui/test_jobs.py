import threading

from alongside.errors import AlongsideError
from alongside.job_control import Progress
from alongside.ui.jobs import Job, Jobs


def test_a_job_reports_and_succeeds_off_the_ui_thread(qtbot):
    jobs, seen = Jobs(), []

    def work(control):
        control.report(Progress(1, 2, "half"))
        return threading.get_ident()

    job = Job("work", work)
    job.progressed.connect(seen.append)
    with qtbot.waitSignal(job.succeeded) as done:
        jobs.start(job)
    qtbot.waitUntil(lambda: not jobs.running)
    assert done.args[0] != threading.get_ident()
    assert [progress.what for progress in seen] == ["half"]


def test_a_failure_is_handed_over_whole(qtbot):
    jobs = Jobs()

    def work(_control):
        raise AlongsideError("It broke.", where="here")

    job = Job("work", work)
    with qtbot.waitSignal(job.failed) as failed:
        jobs.start(job)
    assert failed.args[0].sentence() == "here: It broke."
    jobs.stop()


def test_a_job_stops_when_told(qtbot):
    jobs = Jobs()

    def work(control):
        control.cancel()
        control.report(Progress(1, 2, "half"))

    job = Job("work", work)
    with qtbot.waitSignal(job.cancelled):
        jobs.start(job)
    jobs.stop()


def test_stopping_all_waits_until_they_have_ended(qtbot):
    jobs, ended = Jobs(), []

    def work(control):
        while True:
            control.check()

    job = Job("work", work)
    job.cancelled.connect(lambda: ended.append(True))
    jobs.start(job)
    jobs.stop()
    qtbot.waitUntil(lambda: bool(ended))
