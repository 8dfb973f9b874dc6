"""Law, rules and words by nation: complete, honest about how sure they are, and a workspace's own."""

from dataclasses import replace
from pathlib import Path

import pytest

from alongside.library.library import Library
from alongside.library.records import NATIONS, Service
from alongside.packs.frameworks import load_frameworks
from alongside.packs.nations import (
    TOPICS,
    another_nation,
    holds_in,
    load_terms,
    nations_of,
    references_of,
    terms_of,
    versions_of,
)
from alongside.resources import resource

OURS = resource("content_library")
FRAMEWORKS = load_frameworks(OURS)
HEAD = "nation,topic,term,status,checked_on,confirm\n"


@pytest.mark.parametrize("nation", NATIONS)
def test_every_nation_has_every_topic_and_what_is_unsure_is_to_be_confirmed(nation: str) -> None:
    terms, found = load_terms(OURS)
    assert not found
    mine = terms_of(terms, nation)
    assert [term.topic for term in mine] == list(TOPICS)
    assert all(term.confirm for term in mine if term.status != "checked")


def test_references_are_those_of_the_nation_and_of_all_of_them() -> None:
    scottish = {item.ref_id for item in references_of(FRAMEWORKS, "SCO")}
    assert "UKGDPR" in scottish
    assert not {"MCA-2005", "DOLS", "CARE-ACT"} & scottish
    assert {"MCA-2005", "DOLS"} <= {item.ref_id for item in references_of(FRAMEWORKS, "WAL")}


def test_a_framework_is_of_its_nation() -> None:
    assert all(item.nation == "Scotland" for item in versions_of(FRAMEWORKS, "SCO"))
    version = FRAMEWORKS.version("CQC-SAF-2023")
    assert another_nation(version, [("OAK", "ENG")]) == ""
    assert "GLEN is in Scotland" in another_nation(version, [("OAK", "ENG"), ("GLEN", "SCO")])
    assert another_nation(version, [("OAK", "")]) == ""  # not known, which is not another
    assert another_nation(None, [("GLEN", "SCO")]) == ""
    assert holds_in("England; Wales", "WAL")
    assert not holds_in("England;Wales", "")


def test_the_nations_of_a_library_are_its_services() -> None:
    services = tuple(
        Service(row=n, service_id=name, nation=nation)
        for n, (name, nation) in enumerate((("A", "ENG"), ("B", "SCO"), ("C", "ENG"), ("D", "")), 2)
    )
    library = Library("l.xlsx", "0", {"services": services})
    assert nations_of(library) == ("ENG", "SCO")
    assert nations_of(library, "B") == ("SCO",)


def test_a_workspaces_term_replaces_ours_and_a_bad_row_is_told(tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    text = HEAD + "SCO,regulator,CI,checked,2026-11-24,\nSCO,colour,blue,checked,2026-11-24,\n"
    (tmp_path / "frameworks" / "nations.csv").write_text(text, encoding="utf-8")
    terms, (found,) = load_terms(tmp_path)
    assert terms_of(terms, "SCO")[0].term == "CI"
    assert found.where.row == 3
    ours, _none = load_terms(OURS)
    assert len(terms) == len(ours)
    assert (
        replace(terms_of(terms, "SCO")[0], term=terms_of(ours, "SCO")[0].term, checked_on="2026-11-23")
        == (terms_of(ours, "SCO")[0])
    )
