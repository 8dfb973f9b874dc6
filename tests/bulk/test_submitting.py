"""What is sent to a buyer: all of it under the right names, or nothing."""

import json
import zipfile
from pathlib import Path

import pytest
from tests.bulk.conftest import DAY

from alongside.bulk.opened import open_pack
from alongside.bulk.submitting import submit
from alongside.errors import AlongsideError
from alongside.job_control import Cancelled, JobControl
from alongside.packs.checklist import State
from alongside.packs.pack import TenderRules, changed, load_pack, save_pack
from alongside.workspace import Workspace


@pytest.fixture
def tender(workspace: Workspace) -> Path:
    path = next(workspace.packs.glob("eastmoor*.pack.json"))
    pack = load_pack(path)
    save_pack(changed(pack, rules=TenderRules(font_names=("Arial",), filename_pattern="[Lot] {document}",
                                              portal_paste=True)), path)  # fmt: skip
    return path


def test_a_draft_is_written_with_the_buyers_names_and_a_text_for_each_answer(tender: Path, tmp_path: Path) -> None:
    out = tmp_path / "sent.zip"
    opened = open_pack(tender, DAY, JobControl())
    done = submit(opened, out, JobControl(), final=False)
    names = zipfile.ZipFile(out).namelist()
    assert tuple(names) == done.files
    assert f"{opened.pack.brief.lot} Tender response.docx" in names
    assert sum(1 for name in names if name.startswith("portal/")) == len(opened.plan.questions)
    assert not any("manifest" in name for name in names)
    states = {item.field: item.state for item in done.checks}
    assert states["font_names"] is State.MET
    assert states["page_size"] is State.MET


def test_nothing_is_written_while_something_is_to_be_ticked(tender: Path, tmp_path: Path) -> None:
    out, ledger = tmp_path / "sent", tender.parents[1] / "ledger"
    before = sorted((item.name, item.read_bytes()) for item in ledger.glob("*")) if ledger.is_dir() else []
    opened = open_pack(tender, DAY, JobControl())
    assert submit(opened, out, JobControl()).path is None
    assert not out.exists()
    after = sorted((item.name, item.read_bytes()) for item in ledger.glob("*")) if ledger.is_dir() else []
    assert before == after
    ticked = [item.field for item in submit(opened, None, JobControl()).checks]
    done = submit(opened, out, JobControl(), ticked=ticked)
    assert done.path == out, json.dumps([(i.field, i.state, i.found) for i in done.checks if i.state != "met"])
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()) == sorted(done.files)
    with pytest.raises(AlongsideError, match="of that name already"):
        submit(opened, out, JobControl(), ticked=ticked)


def test_a_stopped_one_leaves_nothing(tender: Path, tmp_path: Path) -> None:
    job = JobControl(report=lambda _progress: job.cancel())
    with pytest.raises(Cancelled):
        submit(open_pack(tender, DAY, JobControl()), tmp_path / "sent", job, final=False)
    assert not (tmp_path / "sent").exists()
