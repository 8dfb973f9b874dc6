"""A new pack: empty for a tender, with the recipe's sections for a narrative."""

from datetime import date, timedelta

from alongside.packs.edit import new_id
from alongside.packs.pack import Pack, Question, TableBlock
from alongside.packs.recipes import Recipe


def new_pack(
    recipe: Recipe, title: str, service_ids: tuple[str, ...], framework_id: str, day: date, *, example: bool = False
) -> Pack:
    """Start a pack of the recipe's kind. It looks back twelve whole months; a narrative has its tables laid in."""
    after = day.replace(day=1)
    period_from, period_to = after.replace(year=after.year - 1), after - timedelta(days=1)
    questions = tuple(
        Question(
            id=new_id(),
            number=section.number,
            heading=section.heading,
            guidance=section.help,
            section=section.id,
            blocks=tuple(TableBlock(id=new_id(), ref=table) for table in section.tables),
        )
        for section in recipe.sections
    )
    return Pack(
        id=new_id(),
        kind=recipe.kind,
        title=title,
        recipe=recipe.name,
        framework_id=framework_id,
        service_ids=service_ids,
        period_from=period_from,
        period_to=period_to,
        example=example,
        questions=questions,
        created_on=day,
        updated_on=day,
    )
