"""The log of exports: what is noted is read back, and nothing more is noted."""

import hashlib
from datetime import datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.library.exports import FOLDER, Export, export_of, note, read_exports
from alongside.workspace import Workspace

HERE, THERE = "0123456789abcdef", "fedcba9876543210"
AT = datetime(2026, 11, 24, 10, 42)  # noqa: DTZ001


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), min_size=1, max_size=5))
def test_what_is_noted_is_read_back(tmp_path_factory, words):
    place = Workspace(tmp_path_factory.mktemp("w"))
    made = [Export(AT.replace(minute=n), word, "pack", word, "00", n % 2 == 0) for n, word in enumerate(words)]
    for item, machine in zip(made, (HERE, THERE, HERE, THERE, HERE), strict=False):
        note(place, machine, [item])
    assert read_exports(place) == (tuple(reversed(made)), 0)


def test_a_pack_is_known_by_its_manifest_and_a_person_by_nothing(tmp_path):
    folder = tmp_path / "eastmoor"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(b"{}")
    pack = export_of(folder, "pack", AT, " Bid lead ", final=True)
    assert (pack.name, pack.by, pack.final) == ("eastmoor", "Bid lead", True)
    assert pack.sha256 == hashlib.sha256(b"{}").hexdigest()
    file = tmp_path / "about-P-OAK-07.docx"
    file.write_bytes(b"PK")
    assert export_of(file, "person", AT, "").name == ".docx"


def test_a_changed_line_is_counted_and_not_believed(tmp_path):
    place = Workspace(tmp_path)
    note(place, HERE, [Export(AT, "Bid lead", "pack", "one", "00"), Export(AT, "Bid lead", "pack", "two", "00")])
    file = tmp_path / FOLDER / f"{HERE}.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"two"', b'"six"'))
    found, lost = read_exports(place)
    assert [item.name for item in found] == ["one"]
    assert lost == 1


def test_there_may_be_none(tmp_path):
    assert read_exports(Workspace(tmp_path)) == ((), 0)
