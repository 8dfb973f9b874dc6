"""A compiled part put to work: what it prints, piece by piece and within bounds."""

import re
from collections.abc import Iterator
from itertools import islice
from types import CodeType
from typing import Any

from jinja2 import Environment
from jinja2.exceptions import TemplateError

from alongside.i18n import _
from alongside.render.compiled import Compiled, compiled
from alongside.render.environment import SOURCE, TooMuch

CHUNK = 4096  # printed pieces between two looks at how much there is


def printed(source: str, env: Environment, context: dict[str, Any]) -> tuple[list[str], Compiled]:
    """What a source prints, as docxtpl would let Jinja print it, faults included."""
    try:
        code = compiled(source, env)
        return list(run(code.code, env, context)), code
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        if line is not None:
            first = max(line - 4, 0)
            around = source.splitlines()[first : first + 7]
            error.docx_context = map(lambda text: re.sub(r"<[^>]+>", "", text), around)  # type: ignore[attr-defined] # noqa: C417 - docxtpl's own
        raise


def run(code: CodeType, env: Environment, context: dict[str, Any]) -> Iterator[str]:
    """The pieces that the code prints. Raises what Jinja raises."""
    template = env.template_class.from_code(env, code, env.make_globals(None))
    if env.is_async or env.concat is not Environment.concat:
        yield template.render(context)
        return
    try:
        yield from template.root_render_func(template.new_context(dict(context)))
    except Exception:  # noqa: BLE001 - Jinja rewrites the traceback so that it names the template's line, and raises
        env.handle_exception()


def bounded(pieces: Iterator[str]) -> str:
    """The pieces in one. Raises TooMuch for more than any document holds."""
    kept: list[str] = []
    size = 0
    while some := list(islice(pieces, CHUNK)):
        size += sum(map(len, some))
        if size > SOURCE:
            raise TooMuch(_("it makes more text than a document ever holds"))
        kept.append("".join(some))
    return "".join(kept)
