"""`pack suggest` as it is typed."""

import json
from pathlib import Path

from tests.test_cli import DAY, pack, sample, typed, workspace  # noqa: F401 - fixtures

from alongside.packs.edit import with_question
from alongside.packs.pack import Limit, LimitKind, changed, load_pack, save_pack

ASKED = "How are restrictions reviewed with the person?"


def ask(path: Path, text: str) -> None:
    save_pack(with_question(load_pack(path), "q1", lambda item: changed(item, text=text)), path)


def test_suggestions_come_with_reasons(typed, pack):  # noqa: F811 - the fixtures
    ask(pack, ASKED)
    code, out, _err = typed("pack", "suggest", pack, "--question", "q01", "--limit", 3, *DAY)
    assert code == 0
    assert out.startswith(f"Q01  {ASKED}\n   1. ")
    assert "        Serves 1: " in out


def test_a_program_gets_the_same(typed, pack):  # noqa: F811
    ask(pack, ASKED + " (a) restriction reviews; (b) zyxw flurble gronk")
    _code, out, _err = typed("pack", "suggest", pack, "--json", *DAY)
    (question,) = json.loads(out)["questions"]
    assert 1 <= len(question["suggestions"]) <= 5
    assert [gap["part"] for gap in question["gaps"]] == ["b"]


def test_an_unknown_question_is_refused(typed, pack):  # noqa: F811
    code, _out, err = typed("pack", "suggest", pack, "--question", "Q99", *DAY)
    assert code == 2
    assert "Q01" in err


def test_a_question_is_made_to_fit_only_when_that_is_written(typed, pack):  # noqa: F811
    limited = {"text": ASKED, "limit": Limit(kind=LimitKind.WORDS, value=300)}
    save_pack(with_question(load_pack(pack), "q1", lambda item: changed(item, **limited)), pack)
    before = pack.read_bytes()
    code, out, _err = typed("pack", "fit", pack, *DAY)
    assert code == 0
    assert "comes in at" in out
    assert pack.read_bytes() == before
    typed("pack", "fit", pack, "--write", *DAY)
    blocks = load_pack(pack).questions[0].blocks
    assert blocks[0].text == "Well."  # typed, so it stays
    assert len(blocks) > 1
    _code, out, _err = typed("pack", "check", pack, "--json", "--pages", "none", *DAY)
    (question,) = json.loads(out)["questions"]
    assert 100 < question["counts"]["words"] <= 300


def test_without_a_limit_there_is_nothing_to_fit_to(typed, pack):  # noqa: F811
    code, _out, err = typed("pack", "fit", pack, *DAY)
    assert code == 2
    assert "no limit of words" in err
