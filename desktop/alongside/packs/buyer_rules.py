"""Takes a rule that the buyer states over into a pack's rules and brief. Pure functions."""

import msgspec

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.packs.buyer_file import StatedRule
from alongside.packs.pack import Pack, TenderRules, changed

DEADLINE = "deadline_at"  # of the brief; all others are of the rules
FIELDS = {
    "total_word_limit": _("Words, over all"),
    "page_limit": _("Pages, over all"),
    "count_headings": _("Headings count as words"),
    "count_tables": _("Tables count as words"),
    "count_captions": _("Captions count as words"),
    "count_footnotes": _("Footnotes count as words"),
    "over_limit_effect": _("What is over a limit"),
    "font_names": _("Font"),
    "font_size_min": _("Least font size, in points"),
    "margin_min_cm": _("Least margin, in cm"),
    "file_types": _("File types"),
    "filename_pattern": _("File name"),
    "max_mb": _("Largest file, in MB"),
    "attachments_allowed": _("Attachments allowed"),
    "hyperlinks_allowed": _("Links allowed"),
    "images_allowed": _("Pictures allowed"),
    "cross_reference_allowed": _("May refer to other answers"),
    "anonymous_submission": _("Without the bidder’s name"),
    "portal_paste": _("Pasted into a portal"),
    "clarification_deadline_at": _("Last day to ask the buyer"),
    DEADLINE: _("Deadline"),
}


def with_rule(pack: Pack, rule: StatedRule) -> Pack:
    """The pack that follows the rule. Raises AlongsideError where its value is none of that kind."""
    if rule.field == DEADLINE:
        return changed(pack, brief=changed(pack.brief, deadline_at=rule.value))
    try:
        value = _value(rule)
    except (ValueError, msgspec.ValidationError) as error:
        raise AlongsideError(
            _("“{value}” is no value for “{field}”.").format(
                value=rule.value, field=FIELDS.get(rule.field, rule.field)
            ),
            remedy=_("Correct it, or leave the rule out."),
        ) from error
    return changed(pack, rules=changed(pack.rules, **{rule.field: value}))


def _value(rule: StatedRule) -> object:
    text = rule.value.strip()
    if rule.field not in TenderRules.__struct_fields__ or rule.field not in FIELDS:
        raise ValueError(rule.field)
    if rule.field in {"font_names", "file_types"}:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if rule.field in {"font_size_min", "margin_min_cm", "max_mb"}:
        return _above_zero(float(text))
    if rule.field in {"total_word_limit", "page_limit"}:
        return _above_zero(int(text.replace(",", "")))
    if rule.field.startswith("count_") or rule.field.endswith("_allowed") or rule.field in {
        "anonymous_submission", "portal_paste",
    }:  # fmt: skip
        return {"yes": True, "no": False}[text.lower()] if text.lower() in {"yes", "no"} else _refused(text)
    if rule.field == "over_limit_effect" and text not in {"truncate", "reject", "discretion"}:
        return _refused(text)
    return text


def _above_zero(value: float) -> float:
    if not 0 < value < 10_000_000:
        raise ValueError(value)
    return value


def _refused(text: str) -> object:
    raise ValueError(text)
