"""The template language does what templates need, and a stranger's template does no harm."""

import time
from functools import partial
from itertools import pairwise

import pytest
from jinja2.exceptions import TemplateError

from alongside.render import environment as language
from alongside.render.environment import environment, tallied
from alongside.render.template import PackTemplate

WORDS = {"rows": [{"n": 1}, {"n": 2}], "text": "a < b", "d": {"k": "v"}, "many": list(range(2000))}


def run(source: str) -> str:
    with tallied():
        return environment().from_string(source).render(WORDS)


def chain(start: str, operator: str) -> str:
    """A value that doubles with every letter of the alphabet."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    steps = (f"{{% set {b} = {a} {operator} {a} %}}" for a, b in pairwise(letters))
    return f"{{% set a = {start} %}}" + "".join(steps) + "{{ z }}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ text }}", "a &lt; b"),
        ("{{ text ~ ' & ' ~ text }}", "a &lt; b &amp; a &lt; b"),
        ("{% for r in rows %}{{ loop.index }}/{{ loop.length }}:{{ r.n * 2 }} {% endfor %}", "1/2:2 2/2:4 "),
        ("{% for r in rows if r.n > 1 %}{{ r.n }}{% else %}none{% endfor %}", "2"),
        ("{{ rows|map(attribute='n')|join(' & ') }}", "1 &amp; 2"),
        ("{{ ['a', 'b']|join('<') }}", "a&lt;b"),
        ("{% set x = rows|length %}{{ x + 1 }}", "3"),
        ("{% for k, v in d.items() %}{{ k }}={{ v }}{% endfor %}", "k=v"),
        ("{{ nope|default('-') }}{% if nope is defined %}x{% endif %}", "-"),
        ("{{ 'y' if rows and text else 'n' }}{{ text.upper() }}", "yA &lt; B"),
        ("{% raw %}{{ x }}{% endraw %}", "{{ x }}"),
        ("{{ text|e }}", "a &lt; b"),
    ],
)
def test_what_templates_need(source, expected):
    assert run(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "{{ text|safe }}", "{% autoescape false %}{{ text }}{% endautoescape %}", "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}", "{{ ''|attr('__class__') }}", "{{ self._TemplateReference__context }}",
        "{{ cycler.__init__.__globals__ }}", "{{ lipsum() }}", "{{ range(5) }}", "{{ namespace() }}",
        "{% include 'x' %}", "{% import 'x' as y %}", "{% extends 'x' %}", "{% block b %}{% endblock %}",
        "{% macro m() %}{% endmacro %}", "{% call x() %}{% endcall %}", "{% set x %}{% endset %}",
        "{% filter upper %}{% endfilter %}", "{{ 2 ** 3 }}", "{{ 'x' * 9 }}", "{{ rows * 9 }}", "{{ '%099d' % 1 }}",
        "{{ '{:>99}'.format(1) }}", "{{ 'x'.center(99) }}", "{{ 'x'|center(99) }}", "{{ 'x'|format(1) }}",
        "{{ rows.append(1) }}", "{{ d.update({'k': 1}) }}", "{{ rows.clear() }}", "{{ d.pop('k') }}",
        "{% for x in rows recursive %}{{ loop(rows) }}{% endfor %}",
        "{% for a in many %}{% for b in many %}{% for c in many %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% for a in many %}{% for b in many %}{% endfor %}{% endfor %}",
        chain("'x'", "~"),
        chain("'x'", "+"),
        chain("99999999999", "*"),
        "{{ many|map('string')|join('" + "x" * 1000 + "') }}",
    ],
)  # fmt: skip
def test_what_a_stranger_may_not_do(source):
    words = {"rows": [{"n": 1}], "d": {"k": "v"}}
    began = time.perf_counter()
    with pytest.raises(TemplateError):
        run(source)
    assert time.perf_counter() - began < 8
    assert words == {"rows": [{"n": 1}], "d": {"k": "v"}}
    assert WORDS["rows"] == [{"n": 1}, {"n": 2}]
    assert WORDS["d"] == {"k": "v"}


def test_printing_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(language, "PRINTED", 10_000)
    with pytest.raises(TemplateError):
        run("{% for a in many %}{{ many }}{% endfor %}")


def test_bounds_count_one_rendering_at_a_time(monkeypatch):
    monkeypatch.setattr(language, "TURNS", 3000)
    for _again in range(4):
        assert run("{% for a in many %}{% endfor %}") == ""


@pytest.mark.parametrize("name", ["own__tpl_*.docx", "own__*.docx", "poi__*.doc*"])
def test_hostile_templates_end_soon_and_plainly(corpora, refused, name):
    for path in sorted((corpora / "hostile").glob(name)):
        began = time.process_time()
        words = {f"v{number}": number for number in range(5000)}
        error = refused(partial(PackTemplate(path).fill, words))
        assert error is None or path.name in error.where, path.name
        assert time.process_time() - began < 20, path.name
