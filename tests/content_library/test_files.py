"""The files that the starter library cites are there, as the sources make them, and go with the sample workspace."""

from pathlib import Path

from alongside.library.files.cited import FileState, files_of, look_at
from alongside.library.files.index import INDEX
from alongside.workspace import copy_sample


def test_the_files_kept_here_are_the_ones_the_sources_make(root: Path, made, tmp_path: Path):
    from content_library.make.files import write_files  # noqa: PLC0415 - needs the path of conftest

    write_files(tmp_path / "files")
    kept = root / "content_library" / "files"
    names = {path.name for path in kept.iterdir()}
    assert names == {path.name for path in (tmp_path / "files").iterdir()}
    for name in names:
        if not name.endswith(".png"):  # another Pillow may pack the same picture otherwise
            assert (kept / name).read_bytes() == (tmp_path / "files" / name).read_bytes(), name


def test_every_cited_file_is_there_and_every_file_cited(made, tmp_path: Path):
    folder = copy_sample(tmp_path / "sample").files
    cited = {name for rows in made.values() for record in rows for name in files_of(record)}
    assert {item.state for item in look_at(cited, folder).values()} == {FileState.SOUND}
    assert {path.name for path in folder.iterdir()} == {*cited, INDEX}
