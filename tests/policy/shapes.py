"""Small questions about a piece of source: its names, bases, texts."""

from __future__ import annotations

import ast

__all__ = ["bases", "begins_empty", "dotted", "is_empty_container", "members", "targets", "texts"]

_CONTAINERS = {
    "dict", "list", "set", "deque", "Counter", "defaultdict", "OrderedDict", "bytearray", "Queue",
    "SimpleQueue", "LifoQueue", "PriorityQueue", "WeakKeyDictionary", "WeakValueDictionary",
    "WeakSet",
}  # fmt: skip


def bases(node: ast.ClassDef) -> set[str]:
    return {dotted(base).rpartition(".")[2] for base in node.bases}


def members(node: ast.ClassDef) -> set[str]:
    """Names of a class: of its methods, in its body, and what its methods give to self."""
    names = {line.name for line in node.body if isinstance(line, ast.FunctionDef)}
    names |= {name for line in node.body for name in targets(line)}
    inside = {name for part in ast.walk(node) for name in targets(part)}
    return names | {name.removeprefix("self.") for name in inside if name.startswith("self.")}


def targets(line: ast.AST) -> set[str]:
    if isinstance(line, ast.Assign):
        return set(map(dotted, line.targets))
    return {dotted(line.target)} if isinstance(line, ast.AnnAssign) else set()


def begins_empty(node: ast.ClassDef) -> bool:
    """Whether an instance is given a container into which something can be put later.

    In ``__init__``, as a field of a dataclass, or as one that all instances share.
    """
    return any(map(is_empty_container, node.body)) or any(
        isinstance(part, ast.Assign | ast.AnnAssign)
        and any(name.startswith("self.") for name in targets(part))
        and _is_container(part.value)
        for line in node.body
        if isinstance(line, ast.FunctionDef) and line.name == "__init__"
        for part in ast.walk(line)
    )


def is_empty_container(line: ast.AST) -> bool:
    """Whether a line gives something a container that has nothing in it yet."""
    value = line.value if isinstance(line, ast.Assign | ast.AnnAssign) else None
    if isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2] == "field":
        made = [word.value for word in value.keywords if word.arg == "default_factory"]
        return any(dotted(one).rpartition(".")[2] in _CONTAINERS for one in made)
    if isinstance(value, ast.Call):
        return _is_container(value) and not value.args
    if isinstance(value, ast.Dict):
        return not value.keys
    return isinstance(value, ast.List) and not value.elts


def _is_container(value: ast.AST | None) -> bool:
    if isinstance(value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp):
        return True
    return isinstance(value, ast.Call) and dotted(value.func).rpartition(".")[2] in _CONTAINERS


def texts(node: ast.AST | None) -> set[str]:
    return {
        part.value
        for part in ast.walk(node or ast.Pass())
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def dotted(node: ast.AST) -> str:
    """The name of something, as far as it has one: ``os.open``; ``?.print`` for a call's."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    if isinstance(node, ast.Subscript):
        return dotted(node.value)
    return "?"
