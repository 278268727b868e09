"""
YAML read so that every mistake has a place.

PyYAML's own loader follows YAML 1.1 and accepts duplicate keys: ``no``
becomes ``False``, ``1e-3`` a text, and the second of two equal keys wins.
Here only ``true`` and ``false`` are booleans, ``1e-3`` is a number, and each
value knows its line.

``ruamel.yaml`` can do all that too, but in pure Python: it composes our course's 75 files in 3.5
seconds where libyaml, through PyYAML, takes 0.2, and a learner waits for that at each command.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from autograder.errors import AuthorError, Say

__all__ = ["ContentError", "Mistake", "YamlFile", "nearest"]

Model = TypeVar("Model", bound=BaseModel)
Path_ = tuple[str | int, ...]

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing to mend: where it stands, at which key, what is wrong and what to write."""

    file: str
    line: int
    column: int
    key: str
    problem: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}:{self.column}: {key}{self.problem}"


class ContentError(AuthorError):
    """Content that can't be used; *mistakes* lists all that was found, in reading order."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))

    def message(self, say: Say) -> str:  # noqa: ARG002 - authors read English
        """Return all mistakes, a line each, and their number."""
        count = len(self.mistakes)
        return f"{count} {'mistake' if count == 1 else 'mistakes'}:\n{self}"


class YamlFile:
    """
    A YAML file as plain data, with the place of every key.

    Duplicate keys and aliases (by which a short file could unfold to gigabytes) are
    reported by :meth:`validate`, together with what the model refuses.

    Raises:
        ContentError: If it can't be read or parsed, or is over 1 MB.
    """

    def __init__(self, path: Path, *, name: str | None = None) -> None:
        self.path = path
        self.name = name or str(path)
        #: Where each key stands, as the parser says it: line and column from 0.
        self._marks: dict[Path_, yaml.Mark] = {}
        self._mistakes: list[Mistake] = []
        self.data = self._read()

    def mistake(self, key: Path_, problem: str) -> Mistake:
        """
        Return a :class:`Mistake` at *key*, or at its nearest parent that the file has.

        Args:
            key: Keys and indices from the top: ``("claims", 0, "check")``.
            problem: What is wrong and what to write, for the author.
        """
        shown = ".".join(str(part) for part in key)
        at = key
        while at and at not in self._marks:
            at = at[:-1]
        mark = self._marks.get(at)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Mistake(self.name, line, column, shown, problem)

    def validate(self, model: type[Model], *, languages: Sequence[str] | None = None) -> Model:
        """
        Return the file's data as *model*.

        Args:
            languages: Those that each text has to have, and no others; any if None.

        Raises:
            ContentError: With every mistake, not only the first.
        """
        mistakes = list(self._mistakes)
        try:
            context = None if languages is None else {"languages": languages}
            validated = model.model_validate(self.data, context=context)
        except ValidationError as error:
            mistakes += [self.mistake(*_explained(detail, model)) for detail in error.errors()]
        if mistakes:
            raise ContentError(mistakes)
        return validated

    def _read(self) -> Any:
        try:
            raw = self.path.read_bytes()
            if len(raw) > _MAX_BYTES:
                raise ContentError([self.mistake((), "larger than 1 MB; split the file")])
            text = raw.decode("utf-8")
        except OSError as error:
            raise ContentError([self.mistake((), f"can't be read: {error.strerror}")]) from None
        except UnicodeDecodeError as error:
            raise ContentError(
                [self.mistake((), f"is not UTF-8 at byte {error.start}; save it as UTF-8")]
            ) from None
        try:
            node = _composed(text)
            return None if node is None else self._convert(node, ())
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = f"{error.problem or error.context}; is the indentation right, a text quoted?"
            raise ContentError([Mistake(self.name, line, column, "", problem)]) from None
        except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
            raise ContentError([self.mistake((), f"is not YAML: {error}")]) from None

    def _convert(self, node: yaml.Node, key: Path_) -> Any:
        self._marks.setdefault(key, node.start_mark)
        if node.tag == _ALIAS:
            self._mistakes.append(self.mistake(key, "aliases (*name) are not used here"))
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, key)
        if isinstance(node, yaml.SequenceNode):
            return [self._convert(part, (*key, index)) for index, part in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, key: Path_) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name_node, value_node in node.value:
            mark = name_node.start_mark
            if not isinstance(name_node, yaml.ScalarNode) or name_node.tag == _ALIAS:
                shown = ".".join(map(str, key))
                problem = "a key is a text, not a list or mapping"
                if name_node.tag == _ALIAS:
                    problem = "aliases (*name) are not used here"
                self._mistakes.append(
                    Mistake(self.name, mark.line + 1, mark.column + 1, shown, problem)
                )
                continue
            name = str(name_node.value)
            path = (*key, name)
            if name in found:
                first = self._marks[path]
                self._mistakes.append(
                    Mistake(
                        self.name,
                        mark.line + 1,
                        mark.column + 1,
                        ".".join(map(str, path)),
                        f"this key stands twice, first at line {first.line + 1}; remove one",
                    )
                )
                continue
            self._marks[path] = mark
            found[name] = self._convert(value_node, path)
        return found


#: The tag of a node that stands for an alias.
_ALIAS = "!alias"


class _Yaml12(yaml.composer.Composer, yaml.resolver.BaseResolver):
    """YAML 1.2's booleans and floats, no dates, and aliases that are never expanded."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Return, for an alias, a node of its own with its place, never what it refers to."""
        if self.check_event(yaml.AliasEvent):  # type: ignore[attr-defined]
            event = self.get_event()  # type: ignore[attr-defined]
            return yaml.ScalarNode(_ALIAS, event.anchor, event.start_mark, event.end_mark)
        return super().compose_node(parent, index)


class _Loader(_Yaml12, yaml.SafeLoader):
    """PyYAML's own parser: authors are shown its messages and places."""


if yaml.__with_libyaml__:
    from yaml._yaml import CParser

    class _QuickLoader(_Yaml12, CParser):
        """libyaml's events, composed as by :class:`_Loader`: ten times as fast."""

        def __init__(self, stream: str) -> None:
            CParser.__init__(self, stream)
            _Yaml12.__init__(self)
            yaml.resolver.BaseResolver.__init__(self)


def _composed(text: str) -> yaml.Node | None:
    """
    The tree of nodes of *text*.

    Raises:
        yaml.YAMLError: With PyYAML's own message, even if libyaml found the mistake.
    """
    if yaml.__with_libyaml__:
        with contextlib.suppress(yaml.YAMLError, ValueError):
            return yaml.compose(text, Loader=_QuickLoader)  # type: ignore[arg-type]
    return yaml.compose(text, Loader=_Loader)


_TAG = "tag:yaml.org,2002:"
# Name, pattern, first characters ("" is an empty scalar). Order counts: an int is a float too.
for _name, _pattern, _first in (
    ("bool", r"true|false", [*"tf"]),
    ("null", r"~|null|", ["~", "n", ""]),
    ("int", r"[-+]?[0-9]+", [*"-+0123456789"]),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", [*"-+.0123456789"]),
):
    _Yaml12.add_implicit_resolver(_TAG + _name, re.compile(f"^(?:{_pattern})$"), _first)


def _scalar(node: yaml.Node) -> Any:
    match node.tag.removeprefix(_TAG):
        case "bool":
            return node.value == "true"
        case "null":
            return None
        case "int":
            return int(node.value)
        case "float":
            return float(node.value)
    return str(node.value)


def nearest(word: str, known: Iterable[str]) -> str:
    """
    Return ``" Did you mean 'x'?"`` for the nearest of *known*, or an empty text.

    >>> nearest("advise", ["advice", "points"])
    " Did you mean 'advice'?"
    """
    return did_you_mean(nearest_of(word, known))


def nearest_of(word: str, known: Iterable[str]) -> str:
    """Return the nearest of *known*, or an empty text."""
    return next(iter(difflib.get_close_matches(word, list(known), 1, 0.6)), "")


def did_you_mean(close: str) -> str:
    """Return ``" Did you mean 'x'?"``, or an empty text where nothing is close."""
    return f" Did you mean {close!r}?" if close else ""


_PROBLEMS = {
    "missing": "is missing; add it",
    "bool_type": "expected true or false",
    "string_type": "expected a text; put it in quotes",
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "list_type": "expected a list",
    "dict_type": "expected a mapping",
    "model_type": "expected a mapping of keys to values",
    "model_attributes_type": "expected a mapping of keys to values",
    "string_too_short": "is empty; write it",
    "string_pattern_mismatch": "is not of the form wanted here",
    "string_too_long": "expected at most {max_length} characters",
    "too_short": "expected at least {min_length} of them",
    "too_long": "expected at most {max_length} of them",
    "greater_than": "expected more than {gt:g}",
    "greater_than_equal": "expected at least {ge:g}",
    "less_than": "expected less than {lt:g}",
    "less_than_equal": "expected at most {le:g}",
    "literal_error": "expected {expected}",
    "enum": "expected {expected}",
    "finite_number": "expected a number that is not infinite",
}


def _explained(detail: ErrorDetails, model: type[BaseModel]) -> tuple[Path_, str]:
    location, kind = detail["loc"], detail["type"]
    if kind == "extra_forbidden":
        key, known = str(location[-1]), _keys_beside(location, model)
        if key in known:
            return location, "does not go with the other keys here. Remove it."
        return location, f"unknown key.{nearest(key, known) or ' Remove it.'}"
    if kind in _PROBLEMS:
        problem = _PROBLEMS[kind].format(**detail.get("ctx", {}))
    else:
        problem = detail["msg"].removeprefix("Value error, ")
    found = detail["input"]
    if kind not in ("missing", "language") and isinstance(found, str | int | float | bool | None):
        problem = f"{problem}, found {found!r}"
    return location, problem


def _keys_beside(location: Path_, model: type[BaseModel]) -> list[str]:
    """The keys that *model* knows at the level of *location*'s last part."""
    current = _inner_models(model)
    for part in location[:-1]:
        fields = [one.model_fields[str(part)] for one in current if str(part) in one.model_fields]
        # An index, or an id in a mapping of ids to models, is no field: the model stays the same.
        if fields and not isinstance(part, int):
            current = [inner for field in fields for inner in _inner_models(field.annotation)]
    return [name for one in current for name in one.model_fields]


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _inner_models(annotation: Any) -> list[type[BaseModel]]:
    """``Claim`` of ``list[Claim]``, ``Claim | None`` or a root model of claims; each of a union."""
    if _is_model(annotation):
        if issubclass(annotation, RootModel):
            return _inner_models(annotation.model_fields["root"].annotation)
        return [annotation]
    return [
        inner
        for argument in getattr(annotation, "__args__", ())
        for inner in _inner_models(argument)
    ]
