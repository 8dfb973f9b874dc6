"""Is a pack written for the nation its services are in?"""

from collections.abc import Iterator

from alongside.findings import Finding, Place, finding
from alongside.i18n import _
from alongside.packs.nations import NAMES, another_nation
from alongside.packs.pack import Pack
from alongside.packs.plan import PackPlan


def check_nation(plan: PackPlan, _pack: Pack) -> Iterator[Finding]:
    """A framework of another nation, and services under different law in one pack."""
    where = Place(pack=plan.title)
    foreign = another_nation(plan.framework, ((item.service_id, item.nation) for item in plan.services))
    if foreign:
        yield finding("pack.nation", where, foreign, _("Choose a framework of that nation, and use its terms and law."))
    nations = tuple(dict.fromkeys(item.nation for item in plan.services if item.nation in NAMES))
    if len(nations) > 1:
        yield finding(
            "pack.nations",
            where,
            _("The services are in {nations}, where law and terms differ.").format(
                nations=_(" and ").join(NAMES[nation] for nation in nations)
            ),
            _("Say for each service which law holds, or make a pack for each nation."),
        )
