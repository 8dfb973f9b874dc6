"""A long template in scopes: Jinja copies all names it has met for each condition, which is quadratic in one scope."""

from jinja2 import nodes

LONG = 300  # conditions and repetitions that stand side by side; below that it costs next to nothing
SCOPE = 50  # of them in a scope
# What gives a name to what stands behind it, or has to stand where it stands.
_BINDING = (
    nodes.Assign, nodes.AssignBlock, nodes.NSRef, nodes.Import, nodes.FromImport, nodes.Include, nodes.Macro,
    nodes.Block, nodes.Extends, nodes.CallBlock, nodes.ExtensionAttribute,
)  # fmt: skip


def in_scopes(tree: nodes.Template) -> nodes.Template:
    """The template, its long stretches parted. What it prints stays the same, so one that binds names is left alone."""
    if sum(isinstance(node, nodes.If | nodes.For) for node in tree.body) < LONG:
        return tree
    if next(tree.find_all(_BINDING), None) is not None:
        return tree
    parted: list[nodes.Node] = []
    stretch: list[nodes.Node] = []
    count = 0
    for node in tree.body:
        stretch.append(node)
        count += isinstance(node, nodes.If | nodes.For)
        if count == SCOPE:
            parted.append(nodes.Scope(stretch, lineno=stretch[0].lineno, environment=tree.environment))
            stretch, count = [], 0
    tree.body = [*parted, *stretch]
    return tree
