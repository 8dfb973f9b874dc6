"""One pack for several services."""

import json

import pytest

from alongside.bulk.opened import open_pack
from alongside.bulk.services import service_ids
from alongside.bulk.tasks import State, folder_name, tasks_for
from alongside.bulk.work import perform
from alongside.errors import AlongsideError
from alongside.job_control import JobControl
from alongside.library.workbook import read_library
from alongside.packs.pack import changed, load_pack, save_pack


def test_each_service_has_a_pack_of_its_own(packs, tasks_in, workspace, tmp_path, bytes_in):
    paths = packs(1)
    day = tasks_in(tmp_path, paths)[0].day
    known = service_ids(read_library(workspace.library, day))
    assert len(known) >= 3
    assert "ALL" not in known
    tasks = tasks_for(paths, tmp_path / "out", day, services={paths[0]: known}, final=False, pdf="")
    names = [service.service_name for service in read_library(workspace.library, day).services]
    for task, service in zip(tasks, known, strict=True):
        assert perform(task, JobControl()).state is State.BUILT
        assert task.name == f"small-1-{service}"
        assert json.loads((task.target / "manifest.json").read_text())["service_ids"] == [service]
        assert all(name not in file for name in names for file in bytes_in(task.target))
    assert len({bytes_in(task.target)["tender_response.docx"] for task in tasks}) == len(tasks)


def test_the_period_is_kept_and_what_speaks_of_another_service_is_told(packs, workspace, tasks_in, tmp_path):
    (path,) = packs(1)
    day = tasks_in(tmp_path, [path])[0].day
    library = read_library(workspace.library, day)
    own = next(item for item in library.services if item.service_id == "OAK")
    of_oak = next(
        item for item in library.records["evidence"] if item.service_id == "OAK" and item.status == "approved"
    )
    pack = load_pack(path)
    block = changed(pack.questions[0].blocks[1], ref=of_oak.ref)
    question = changed(pack.questions[0], blocks=(pack.questions[0].blocks[0], block))
    save_pack(changed(pack, title=f"{own.service_name} in short", questions=(question,)), path)

    def told(service: str) -> list[str]:
        opened = open_pack(path, day, JobControl(), service=service)
        assert (opened.plan.period_from, opened.plan.period_to) == (pack.period_from, pack.period_to)
        assert [item.service_id for item in opened.plan.services] == [service]
        return [item.message for item in opened.findings if item.rule == "pack.other_service"]

    assert told("OAK") == []
    other = told("MAR")
    assert any(of_oak.ref in message for message in other)
    assert any(own.service_name in message for message in other)


def test_a_service_that_is_not_there_is_told_with_those_that_are(packs, tasks_in, tmp_path):
    (task,) = tasks_in(tmp_path / "out", packs(1), service="OKA")
    with pytest.raises(AlongsideError) as caught:
        perform(task, JobControl())
    assert "OKA" in caught.value.what
    assert "OAK" in caught.value.remedy
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("service", ["../x", "a/b", "a\\b", "x:y", "x\x00"])
def test_a_service_cannot_lead_out_of_the_folder(packs, service):
    with pytest.raises(AlongsideError):
        folder_name(packs(1)[0], service)


def test_folders_that_differ_in_capitals_alone_are_refused(packs, tmp_path, tasks_in):
    (path,) = packs(1)
    day = tasks_in(tmp_path, [path])[0].day
    with pytest.raises(AlongsideError, match="one folder"):
        tasks_for([path], tmp_path, day, services={path: ("OAK", "oak")}, final=False, pdf="")
