"""A fault met while filling a template, in the user's words: what, near which text, and what to do."""

import re
from typing import Any

from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from rapidfuzz import process

from alongside.errors import AlongsideError
from alongside.i18n import _
from alongside.render.scan import shortened

FAULTS = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError,
)  # fmt: skip
_MISSING = re.compile(r"""(?:no attribute|no element) (['"]?)(.+)\1$|^(['"])(.+)\3 is undefined$""")


def fault_of(error: Exception, source: str, where: str, context: dict[str, Any]) -> AlongsideError:
    """The error for the user. `where`: the template's name and the part."""
    around = shortened(around_fault(error, source))
    near = _(" near “{around}”").format(around=around) if around else ""
    if isinstance(error, SecurityError):
        what = _("The template was stopped{near}: {reason}.").format(near=near, reason=str(error).rstrip("."))
        remedy = _("Take that field out, or put back the template that came with Alongside.")
    elif isinstance(error, UndefinedError):
        word = missing_word(error)
        what = _("The template uses the word “{word}”{near}, which this document does not offer.").format(
            word=word, near=near
        )
        remedy = did_you_mean(word, context)
    elif isinstance(error, TemplateSyntaxError):
        what = _("A field of the template is not written correctly{near}: {reason}.").format(
            near=near, reason=str(error.message).rstrip(".")
        )
        remedy = _("Correct the field in Word, or put back the template that came with Alongside.")
    else:
        what = _("A field of the template cannot be worked out{near}: {reason}.").format(
            near=near, reason=str(error).rstrip(".") or type(error).__name__
        )
        remedy = _("Correct the field in Word, or put back the template that came with Alongside.")
    return AlongsideError(what, where=where, remedy=remedy)


def line_of(error: Exception) -> int | None:
    """The line of the source at the fault, from 1."""
    line = getattr(error, "lineno", None)
    if line is None:
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in {"<template>", "<unknown>"}:
                line = trace.tb_lineno
            trace = trace.tb_next
    return line


def around_fault(error: Exception, source: str) -> str:
    """The paragraph's text at the fault: its fields as they are written, without the XML."""
    line = line_of(error)
    lines = source.split("\n")
    if line is None or not 1 <= line <= len(lines):
        return ""
    bare = re.sub(r"<[^>]*>", "", lines[line - 1])
    return bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def missing_word(error: UndefinedError) -> str:
    """The word that is unknown."""
    match = _MISSING.search(str(error))
    return (match.group(2) or match.group(4)) if match else str(error)


def did_you_mean(word: str, context: dict[str, Any]) -> str:
    """What to do about an unknown word."""
    names: dict[str, None] = {}
    waiting: list[object] = [context]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            names |= dict.fromkeys(str(key) for key in item)
            waiting.extend(item.values())
        elif isinstance(item, list | tuple):
            waiting.extend(item[:1])
    near = process.extractOne(word, list(names), score_cutoff=70)
    if near:
        return _("Did you mean “{word}”? Correct it in the template.").format(word=near[0])
    return _("Take the word out of the template, or choose one from the list in templates/README.md.")
