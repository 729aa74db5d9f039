"""Templates compiled for one language: what never changes is said then, not at every reading.

`t("Save")`, `static("mark.svg")` and `tongue` are the same on every page of a language, so they become
part of the text around them. Only what a page is given is worked out when it is read.

A page that is read much is `cast`: written once, with gaps for what is one answer's own.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import Environment, TemplateAssertionError, nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Constant = str | Callable[[str], str]

_MOST_CAST = 2_000
"""Castings kept, of some four kilobytes each: a page has one for each kind of answer it gives."""
_GAP = re.compile("\x02(.*?)\x03")


class _Reading(Context):
    """What a page is read with: of what it calls, nothing asks for the context itself, so nobody looks."""

    def call(self, called: Callable[..., Any], *args: Any, **given: Any) -> Any:
        given.pop("_block_vars", None)
        given.pop("_loop_vars", None)
        return called(*args, **given)


class _Gap:
    """What a template is given for a text that is put in later."""

    def __init__(self, name: str) -> None:
        self._shown = Markup(f"\x02{name}\x03")  # noqa: S704 - a name of our own

    def __html__(self) -> str:
        return self._shown

    def __str__(self) -> str:
        return self._shown

    def __eq__(self, other: object) -> bool:
        raise ValueError("what is put in later cannot be compared")

    def __hash__(self) -> int:
        return hash(self._shown)


class Templates(Environment):
    """An environment that knows `constants`: texts, and functions whose answer to a text never changes."""

    context_class = _Reading

    def __init__(self, constants: Mapping[str, Constant], **options: Any) -> None:
        super().__init__(**options)
        self._constants = constants
        self._cast = lru_cache(_MOST_CAST)(self._pieces)
        self.globals |= constants

    def cast(self, name: str, same: Mapping[str, Hashable], own: Mapping[str, str]) -> str:
        """The page that rendering it with both gives, rendered anew only for values of `same` not met before.

        The texts of `own` are put in, escaped, each time. The template may show them, and ask whether one is
        empty; ValueError when it compares them.
        """
        given = {text: escape(value) for text, value in own.items() if value}
        pieces = self._cast(name, tuple(same.items()), tuple(own), tuple(given))
        return "".join([given[piece] if n % 2 else piece for n, piece in enumerate(pieces)])

    def _pieces(
        self, name: str, same: tuple[tuple[str, Hashable], ...], own: tuple[str, ...], given: tuple[str, ...]
    ) -> list[str]:
        """What is the same, with the name of what is put in between each two."""
        gaps = {text: _Gap(text) if text in given else "" for text in own}
        return _GAP.split(self.get_template(name).render(dict(same) | gaps))

    def compile(  # type: ignore[override]  # nobody here wants the raw text it can also give
        self, source: str | nodes.Template, name: str | None = None, *rest: Any, **more: Any
    ) -> CodeType:
        """As any environment, with the constants put in."""
        tree = self.parse(source, name) if isinstance(source, str) else source
        _PuttingIn(self._constants, name).visit(tree)
        tree.set_environment(self)
        compiled: CodeType = super().compile(tree, name, *rest, **more)
        return compiled

    def make_globals(self, d: Any) -> Any:
        """The globals themselves: a chain of mappings would be flattened again for every page."""
        return self.globals if d is None else super().make_globals(d)


class _PuttingIn(NodeTransformer):
    """Puts each constant where it is used; a template may not give its name to anything else."""

    def __init__(self, constants: Mapping[str, Constant], template: str | None) -> None:
        self._constants = constants
        self._template = template

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802 - the visitor's own way
        constant = self._constants.get(node.name)
        if constant is None:
            return node
        if node.ctx != "load":
            told = f"{node.name} is the same on every page and cannot be given a value"
            raise TemplateAssertionError(told, node.lineno, self._template)
        return nodes.Const(constant, lineno=node.lineno) if isinstance(constant, str) else node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - the visitor's own way
        self.generic_visit(node)
        told = self._constants.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        args = [one.value for one in node.args if isinstance(one, nodes.Const)]
        plain = len(args) == len(node.args) == 1 and not (node.kwargs or node.dyn_args or node.dyn_kwargs)
        if told is None or isinstance(told, str) or not plain:
            return node
        return nodes.Const(told(args[0]), lineno=node.lineno)
