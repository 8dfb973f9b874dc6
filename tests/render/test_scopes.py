"""A long template is parted, prints the same, and takes work in proportion to its length."""

import pytest
from jinja2 import Environment
from jinja2.idtracking import Symbols

from alongside.render.scopes import LONG, in_scopes


def conditions(number: int) -> str:
    return "".join(f"{{% if v{n} %}}[{{{{ v{n} }}}}]{{% else %}}{{{{ v{n} }}}}{{% endif %}}\n" for n in range(number))


def printed(source: str, words: dict[str, object], *, parted: bool) -> str:
    env = Environment(autoescape=True)
    tree = env.parse(source)
    code = env.compile(in_scopes(tree) if parted else tree)
    return env.template_class.from_code(env, code, {}).render(words)


@pytest.mark.parametrize(
    "source",
    [
        conditions(LONG + 70) + "{{ v3 }}",
        conditions(LONG) + "{% for x in rows %}{{ loop.index }}{{ x }}{% endfor %}" * 80 + "{{ x }}",
        "{% set y = 3 %}" + conditions(LONG + 5) + "{% if v1 %}{% set y = 5 %}{% endif %}{{ y }}",
        "{% with z = 4 %}" + conditions(LONG) + "{{ z }}{% endwith %}{{ z }}",
    ],
)
def test_it_prints_the_same(source):
    words = {"v1": "<", "v2": 0, f"v{LONG}": "end", "rows": ["a", "b"], "x": "outside", "z": "Z"}
    assert printed(source, words, parted=True) == printed(source, words, parted=False)


def test_the_work_grows_with_the_length(monkeypatch):
    names: list[int] = []
    first = Symbols.branch_update

    def counting(self, branches):
        names.append(sum(len(branch.refs) for branch in branches))
        return first(self, branches)

    monkeypatch.setattr(Symbols, "branch_update", counting)
    env = Environment(autoescape=True)
    work = []
    for number in (1_000, 4_000):
        names.clear()
        env.compile(in_scopes(env.parse(conditions(number))))
        work.append(sum(names))
    assert work[1] < 5 * work[0]
