"""The private list: what it finds, what it leaves alone, and that no name can be read from what is kept."""

import os
import stat
from pathlib import Path

import pytest

from alongside.errors import AlongsideError
from alongside.library.names.given import name_of, read_names
from alongside.library.names.kept import add_names, forget_names, open_register
from alongside.library.names.register import Name, Register, names_in, with_names

PEOPLE = (
    Name("Zoë", "O’Brien-Smith"),
    Name("Thabo", "Nkosi"),
    Name("May", "Green"),
    Name("Will", "Grace"),
    Name("Elizabeth", "Okafor", ("Betty",)),
    Name("Jan", "van der Berg"),
    Name("Rose", "Hope"),
    Name("José María", "Núñez"),
    Name("Łukasz", "Wójcik"),
)
LIST = with_names(Register(b"k" * 32), PEOPLE)


def found(text: str, excused: tuple[str, ...] = ()) -> list[str]:
    return [hit.found for hit in names_in(text, LIST, excused)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Thabo Nkosi chose the film.", "Thabo Nkosi"),
        ("NKOSI, Thabo", "NKOSI, Thabo"),
        ("thabo said no", "thabo"),
        ("It was Thabo’s idea", "Thabo’s"),
        ("We asked T. Nkosi.", "Nkosi"),
        ("tha\u200bbo left", "thabo"),
        ("Tha\u00adbo left", "Thabo"),
        ("Zoe O'Brien Smith", "Zoe O'Brien Smith"),
        ("Ms OBrien-Smith came", "OBrien"),
        ("Zoe\u0308 came", "Zo\u00eb"),
        ("the Okafors’ flat, and Okafor", "Okafor"),
        ("Everyone calls her Betty", "Betty"),
        ("We spoke to May about it.", "May"),
        ("When May Green moved in", "May Green"),
        ("May Green moved in", "May Green"),
        ("Will Grace was asked", "Will Grace"),
        ("and then Will told us", "Will"),
        ("Her key worker, Rose, agreed", "Rose"),
        ("Jan van den Berg", "Jan van den Berg"),
        ("Jan van der Berg", "Jan van der Berg"),
        ("Mr Berg said", "Berg"),
        ("Jose Maria Nunez", "Jose Maria Nunez"),
        ("Lukasz Wojcik", "Lukasz Wojcik"),
        ("write to thabonkosi@example.org", "thabonkosi"),
        ("thabo.nkosi@example.org", "thabo.nkosi"),
        ("ThaboNkosi", "ThaboNkosi"),
        ("support_plan_Nkosi_final", "Nkosi"),
        ("T H E: ＴＨＡＢＯ", "ＴＨＡＢＯ"),
    ],
)
def test_a_listed_name_is_found(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "We will, with good grace, hope for green fields in May.",
        "People may choose. May 2026 is the review.",
        "In May we met; by 3 May it was done, and 4th May too.",
        "Will it last? Hope is not a plan. Rose from 3 to 5.",
        "How We Will Support People With Hope And Grace",
        "Green bins are out on the 3rd.",
        "The thabodeau method and nkosian ways",
        "January and janitors",
        "",
    ],
)
def test_words_that_are_no_names_here_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_the_name_of_a_service_excuses_what_stands_in_it_and_no_more() -> None:
    assert found("Nkosi House is ours.", ("Nkosi House",)) == []
    assert found("Nkosi House is where Nkosi lives.", ("Nkosi House",)) == ["Nkosi"]
    assert found("Betty lives there.", ("Betty",)) == ["Betty"]


def test_names_of_every_layout_of_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Mrs Jane Doe\nRoe, Richard\nElizabeth (Betty) Okafor\nCher\n", encoding="utf-8")
    assert read_names(path) == (
        Name("Jane", "Doe"),
        Name("Richard", "Roe"),
        Name("Elizabeth", "Okafor", ("Betty",)),
        Name("Cher"),
    )
    path = tmp_path / "b.csv"
    path.write_text("Room,Surname,First name,Known as\n1,Doe,Jane,JD; Janey\n,,,\n2,Roe,Richard,\n", encoding="utf-8")
    assert read_names(path) == (Name("Jane", "Doe", ("JD", "Janey")), Name("Richard", "Roe"))
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(AlongsideError):
        read_names(path)
    assert name_of("Jan van der Berg") == Name("Jan", "van der Berg")


def test_what_is_kept_tells_no_name_and_is_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "names"
    assert open_register(folder) is None
    assert add_names(PEOPLE[:3], folder).people == 3
    assert add_names(PEOPLE[3:], folder).people == len(PEOPLE)
    held = b"".join(path.read_bytes() for path in folder.iterdir()).lower()
    for word in (b"thabo", b"nkosi", b"betty", b"okafor", b"green"):
        assert word not in held
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE((folder / name).stat().st_mode) for name in ("key", "list")} == {0o600}
    kept = open_register(folder)
    assert kept is not None
    assert [hit.found for hit in names_in("Thabo and Betty", kept)] == ["Thabo", "Betty"]
    assert kept.key not in repr(kept).encode()
    assert forget_names(folder)
    assert not folder.exists()
    assert not forget_names(folder)
    assert open_register(folder) is None


def test_each_list_has_a_key_of_its_own_and_a_broken_one_is_told(tmp_path: Path) -> None:
    one, two = add_names(PEOPLE, tmp_path / "1"), add_names(PEOPLE, tmp_path / "2")
    assert not one.hashes & two.hashes
    (tmp_path / "1" / "list").write_bytes(b"{}")
    with pytest.raises(AlongsideError):
        open_register(tmp_path / "1")
    (tmp_path / "2" / "key").unlink()
    with pytest.raises(AlongsideError):
        open_register(tmp_path / "2")
