"""A pack under the framework of another nation is questioned."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from alongside.checks.nation import check_nation
from alongside.library.records import Service
from alongside.packs.frameworks import load_frameworks
from alongside.resources import resource

VERSION = load_frameworks(resource("content_library")).version("CQC-SAF-2023")
OAK = Service(row=2, service_id="OAK", nation="ENG")


def rules(*services: Service) -> list[str]:
    plan = SimpleNamespace(title="A pack", framework=VERSION, services=services)
    return [item.rule for item in check_nation(cast("Any", plan), cast("Any", None))]


def test_the_services_own_nation_is_fine() -> None:
    assert rules(OAK) == []
    assert rules() == []


def test_another_nation_and_several_are_told() -> None:
    glen = replace(OAK, service_id="GLEN", nation="SCO")
    assert rules(glen) == ["pack.nation"]
    assert rules(OAK, glen) == ["pack.nation", "pack.nations"]
    assert rules(replace(OAK, nation="")) == []
