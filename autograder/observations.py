"""
What a check saw, as frozen, JSON-able data.

Both sides of the wall speak this language and neither owns it: probing writes
observations beside learner code, judging reads them where no learner code
runs. Hence no torch here, and a reader that trusts nothing it is given.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NoReturn, TypeAlias, TypeVar

from autograder.texts import cleaned, one_line

__all__ = [
    "MAX_DEPTH",
    "MAX_FACTS",
    "MAX_LINE",
    "MAX_NUMBERS",
    "MAX_TEXT",
    "ErrorFact",
    "Fact",
    "ObjectFact",
    "Observation",
    "ObservationError",
    "Rule",
    "TensorFact",
    "decode_error",
    "decode_name",
    "decode_observation",
    "encode_observation",
    "parse_json",
]

Entry = TypeVar("Entry")

#: Longest text that a fact may hold, in characters. torch's own messages stay under 1,000.
MAX_TEXT = 4_000
#: Most facts (and, separately, clues) in one observation.
MAX_FACTS = 100
#: Most named values that one rule may be given.
MAX_GIVEN = 8
#: Most numbers in one observation, over all its tensors and lists.
MAX_NUMBERS = 20_000
#: Deepest nesting of lists.
MAX_DEPTH = 8
#: Greatest number of a line in a file.
MAX_LINE = 2**31 - 1
#: Largest integer kept as one; above it a float cannot tell neighbours apart.
MAX_INTEGER = 2**53


class ObservationError(ValueError):
    """What was offered as an observation is not one. Hostile or broken, we don't ask."""


@dataclass(frozen=True, slots=True)
class TensorFact:
    """
    A tensor as it was: dtype without the ``torch.`` prefix, shape, values row by row.

    Integers and booleans are kept as floats too; the dtype tells what they were.
    """

    dtype: str
    shape: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ObjectFact:
    """Something that is neither a number, a text, a list nor a plain tensor: its type's name."""

    type_name: str


@dataclass(frozen=True, slots=True)
class ErrorFact:
    """
    An exception that the learner's code raised.

    *line* (1-based, in the learner's file, 0 when unknown) and *code* (that
    line's text) are for the reader; comparing uses type and message alone.
    """

    type_name: str
    message: str
    line: int = 0
    code: str = ""


Fact: TypeAlias = (
    "None | bool | int | float | str | TensorFact | ObjectFact | ErrorFact | tuple[Fact, ...]"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """
    By what the numbers of a fact are judged, where no two right answers show the same.

    The judge puts one word in the place of the numbers. Only the rules of the
    reference count; those that come with a submission are never looked at.

    Attributes:
        name: That of a function in ``autograder.judging.rules``.
        given: What that function is given beside the numbers, by name.
    """

    name: str
    given: Mapping[str, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", MappingProxyType(dict(self.given)))


@dataclass(frozen=True, slots=True)
class Observation:
    """
    What one check saw on one case.

    Attributes:
        facts: What is judged, in the order in which differences are worth telling.
        rules: By the name of a fact, the rule that its numbers are judged by; a fact without
            one is compared with the reference's.
        clues: What only helps to tell two wrong programs apart; never judged.
        call: The call that was made, as a learner would type it.
        sizes: Named sizes of the case, such as ``N``: "N times" is said with them.
        recording: What a loop did, pass by pass, to be shown; never judged. By column
            (``loss``, ``fresh``, ``grad``, ``value``), a list with an entry for each pass.
    """

    facts: Mapping[str, Fact]
    clues: Mapping[str, Fact] = field(default_factory=dict)
    call: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)
    recording: Mapping[str, Fact] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("facts", "clues", "sizes", "recording", "rules"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def all(self) -> Iterator[tuple[str, Fact]]:
        """Facts first, then clues, as ``(name, fact)``; a clue's name starts with ``?``."""
        yield from self.facts.items()
        for name, fact in self.clues.items():
            yield f"?{name}", fact


def encode_observation(observation: Observation) -> dict[str, Any]:
    """
    Return *observation* as plain JSON data; :func:`decode_observation` reads it back.

    Raises:
        TypeError: If it holds something that is no fact.

    >>> seen = Observation({"W.grad": TensorFact("float32", (2,), (1.0, 2.0))}, sizes={"N": 2})
    >>> decode_observation(encode_observation(seen)) == seen
    True
    """
    encoded: dict[str, Any] = {
        "facts": {name: _encode(fact) for name, fact in observation.facts.items()}
    }
    if observation.rules:
        encoded["rules"] = {name: _encode_rule(rule) for name, rule in observation.rules.items()}
    if observation.clues:
        encoded["clues"] = {name: _encode(fact) for name, fact in observation.clues.items()}
    if observation.call:
        encoded["call"] = observation.call
    if observation.sizes:
        encoded["sizes"] = dict(observation.sizes)
    if observation.recording:
        encoded["recording"] = {n: _encode(fact) for n, fact in observation.recording.items()}
    return encoded


def decode_observation(data: object, *, lines: int = MAX_LINE) -> Observation:
    """
    Read an observation out of JSON data that may come from hostile code.

    Its texts are cleaned here (:mod:`autograder.texts`), so that nobody later has to think of it.

    Args:
        lines: How many the submission has; an exception in a line beyond them has none.

    Raises:
        ObservationError: For anything out of form or over a size limit.
    """
    budget = _Budget(lines)
    known = _mapping(data, "observation", limit=6)
    if unknown := set(known) - {"facts", "rules", "clues", "call", "sizes", "recording"}:
        raise ObservationError(f"unknown key {one_line(min(unknown)[:80])!r}")
    if "facts" not in known:
        raise ObservationError("no facts")
    return Observation(
        facts=_facts(known["facts"], budget),
        clues=_facts(known.get("clues", {}), budget),
        call=decode_name(known.get("call", "")),
        sizes=_named(
            (name, _integer(size))
            for name, size in _mapping(known.get("sizes", {}), "sizes", limit=16).items()
        ),
        recording=_facts(known.get("recording", {}), budget),
        rules={
            decode_name(name): _decode_rule(rule, budget)
            for name, rule in _mapping(known.get("rules", {}), "rules", limit=MAX_FACTS).items()
        },
    )


def decode_error(
    name: object, message: object, line: object, code: object, *, lines: int = MAX_LINE
) -> ErrorFact:
    """
    Read an exception, each part as it came; *lines* as in :func:`decode_observation`.

    Raises:
        ObservationError: For parts that no exception has, a line beyond ``MAX_LINE`` among them.
    """
    if not isinstance(line, int) or isinstance(line, bool) or not 0 <= line <= MAX_LINE:
        raise ObservationError("expected the number of a line")
    return ErrorFact(
        decode_name(name), _text(message), line if line <= lines else 0, decode_name(code)
    )


def decode_name(data: object) -> str:
    """
    Read a text that has to stay on one line: a name, a call, a line of code.

    Raises:
        ObservationError: If it is none, or too long.
    """
    return one_line(_short(data))


def parse_json(text: str | bytes) -> Any:
    """
    Parse JSON more strictly than :func:`json.loads`: no NaN, no duplicate keys.

    Raises:
        ObservationError: For anything that is not such JSON, too deep nesting included.
    """
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except (ValueError, RecursionError) as error:
        raise ObservationError(f"not JSON: {error}") from None


def _no_constant(name: str) -> NoReturn:
    raise ObservationError(f"{name} is not JSON")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ObservationError("duplicate key")
    return found


# JSON has no word for NaN and infinity, so they travel as texts in a tagged object.
_NONFINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def _encode(fact: Fact) -> Any:
    match fact:
        case float():
            return fact if math.isfinite(fact) else {"float": _nonfinite_name(fact)}
        case None | bool() | int() | str():
            return fact
        case tuple():
            return [_encode(part) for part in fact]
        case TensorFact():
            values = [v if math.isfinite(v) else _nonfinite_name(v) for v in fact.values]
            return {"tensor": fact.dtype, "shape": list(fact.shape), "values": values}
        case ObjectFact():
            return {"object": fact.type_name}
        case ErrorFact():
            return {
                "error": fact.type_name,
                "message": fact.message,
                "line": fact.line,
                "code": fact.code,
            }
    raise TypeError(f"not a fact: {type(fact).__name__}")


def _encode_rule(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.name, "given": {name: _encode(fact) for name, fact in rule.given.items()}}


def _nonfinite_name(value: float) -> str:
    return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")


@dataclass(slots=True)
class _Budget:
    """Numbers that one observation may still hold, and lines that there are."""

    lines: int = MAX_LINE
    numbers: int = MAX_NUMBERS

    def spend(self, count: int) -> None:
        self.numbers -= count
        if self.numbers < 0:
            raise ObservationError(f"more than {MAX_NUMBERS} numbers")


def _facts(data: object, budget: _Budget) -> dict[str, Fact]:
    facts = _mapping(data, "facts", limit=MAX_FACTS)
    return _named((name, _decode(fact, budget, MAX_DEPTH)) for name, fact in facts.items())


def _named(entries: Iterable[tuple[str, Entry]]) -> dict[str, Entry]:
    """*entries* by their cleaned names, of which no two may look alike."""
    found: dict[str, Entry] = {}
    for raw, entry in entries:
        name = decode_name(raw)
        if name in found:
            raise ObservationError("two names that look alike")
        found[name] = entry
    return found


def _decode_rule(data: object, budget: _Budget) -> Rule:
    match data:
        case {"rule": name, "given": given, **rest} if not rest:
            _mapping(given, "given", limit=MAX_GIVEN)
            return Rule(decode_name(name), _facts(given, budget))
    raise ObservationError("not a rule")


def _decode(data: object, budget: _Budget, depth: int) -> Fact:
    if depth == 0:
        raise ObservationError(f"nested deeper than {MAX_DEPTH}")
    match data:
        case None | bool():
            return data
        case int():
            return _integer(data)
        case float():
            return _number(data)
        case str():
            return _text(data)
        case list():
            budget.spend(len(data))
            return tuple(_decode(part, budget, depth - 1) for part in data)
        case {"float": name, **rest} if not rest:
            return _number(name)
        case {"object": name, **rest} if not rest:
            return ObjectFact(decode_name(name))
        case {"tensor": dtype, "shape": list() as shape, "values": list() as values, **rest} if (
            not rest
        ):
            return _tensor(dtype, shape, values, budget)
        case {"error": name, "message": message, "line": line, "code": code, **rest} if not rest:
            return decode_error(name, message, line, code, lines=budget.lines)
    raise ObservationError(f"not a fact: {type(data).__name__}")


def _tensor(dtype: object, shape: list[Any], values: list[Any], budget: _Budget) -> TensorFact:
    budget.spend(len(shape) + len(values))
    sizes = tuple(_integer(size) for size in shape)
    if len(sizes) > MAX_DEPTH or any(size < 0 for size in sizes):
        raise ObservationError("impossible shape")
    if math.prod(sizes) != len(values):
        raise ObservationError("shape and values disagree")
    return TensorFact(decode_name(dtype), sizes, tuple(_number(value) for value in values))


def _mapping(data: object, what: str, *, limit: int) -> dict[str, Any]:
    if not isinstance(data, dict):
        raise ObservationError(f"{what}: expected an object")
    if len(data) > limit:
        raise ObservationError(f"{what}: more than {limit} entries")
    return data


def _text(data: object) -> str:
    return cleaned(_short(data))


def _short(data: object) -> str:
    if not isinstance(data, str) or len(data) > MAX_TEXT:
        raise ObservationError(f"expected a text of at most {MAX_TEXT} characters")
    return data


def _integer(data: object) -> int:
    if not isinstance(data, int) or isinstance(data, bool) or abs(data) > MAX_INTEGER:
        raise ObservationError("expected an integer within 2**53")
    return data


def _number(data: object) -> float:
    if isinstance(data, str) and data in _NONFINITE:
        return _NONFINITE[data]
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise ObservationError("expected a number")
    try:
        number = float(data)
    except OverflowError:
        raise ObservationError("expected a number") from None
    if not math.isfinite(number):  # 1e999 is JSON, and infinite
        raise ObservationError("expected a number")
    return number
