"""Observations out of JSON data that may come from hostile code."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.observations.encoding import NONFINITE
from autograder.observations.facts import (
    ArrayFact,
    ErrorFact,
    Fact,
    ObjectFact,
    Observation,
    Rule,
    TensorFact,
)
from autograder.observations.json_text import ObservationError
from autograder.observations.limits import (
    MAX_DEPTH,
    MAX_FACTS,
    MAX_GIVEN,
    MAX_INTEGER,
    MAX_LINE,
    MAX_NUMBERS,
    MAX_TEXT,
)
from autograder.texts import cleaned, one_line

__all__ = ["decode_error", "decode_facts", "decode_name", "decode_observation"]

Entry = TypeVar("Entry")


def decode_observation(data: object, *, lines: int = MAX_LINE) -> Observation:
    """
    Read an observation out of JSON data that may come from hostile code.

    Its texts are cleaned here (:mod:`autograder.texts`), so that nobody later has to think of it.

    Args:
        lines: How many lines the submission has; an exception beyond the last gets line 0.

    Raises:
        ObservationError: For anything out of form or over a size limit.
    """
    budget = _Budget(lines)
    known = _mapping(data, "observation", limit=6)
    if unknown := set(known) - {"facts", "rules", "clues", "call", "sizes", "recording"}:
        raise ObservationError(f"unknown key {one_line(min(unknown)[:80])!r}")
    if "facts" not in known:
        raise ObservationError("no facts")
    facts = _facts(known["facts"], budget)
    # Most observations have little else, and are decoded by the thousand.
    rest: dict[str, Any] = {}
    if "clues" in known:
        rest["clues"] = _facts(known["clues"], budget)
    if "call" in known:
        rest["call"] = decode_name(known["call"])
    if "sizes" in known:
        sizes = _mapping(known["sizes"], "sizes", limit=16)
        rest["sizes"] = _named((name, _integer(size)) for name, size in sizes.items())
    if "recording" in known:
        rest["recording"] = _facts(known["recording"], budget)
    if "rules" in known:
        rules = _mapping(known["rules"], "rules", limit=MAX_FACTS)
        rest["rules"] = {
            decode_name(name): _decode_rule(rule, budget) for name, rule in rules.items()
        }
    return Observation(facts, **rest)


def decode_facts(data: object) -> dict[str, Fact]:
    """Read facts by name, as an observation has them; raises as :func:`decode_observation` does."""
    return _facts(data, _Budget())


def decode_error(
    name: object,
    message: object,
    line: object,
    code: object,
    missed: object = "",
    *,
    lines: int = MAX_LINE,
) -> ErrorFact:
    """
    Read an exception from its parts, as they came; *lines* as in :func:`decode_observation`.

    Raises:
        ObservationError: For parts that no exception has, such as a line beyond ``MAX_LINE``.
    """
    if not isinstance(line, int) or isinstance(line, bool) or not 0 <= line <= MAX_LINE:
        raise ObservationError("expected the number of a line")
    return ErrorFact(
        decode_name(name),
        _text(message),
        line if line <= lines else 0,
        decode_name(code),
        decode_name(missed),
    )


def decode_name(data: object) -> str:
    """
    Read a text that has to stay on one line: a name, a call, a line of code.

    Raises:
        ObservationError: If it is none, or too long.
    """
    if type(data) is str and len(data) <= _LONGEST_KNOWN:
        return _known_name(data)
    return one_line(_short(data))


#: The longest name that is kept; names of facts and types are shorter, and nearly always the same few.
_LONGEST_KNOWN = 60
_known_name = functools.lru_cache(maxsize=2_000)(one_line)


@dataclass(slots=True)
class _Budget:
    """How many numbers one observation may still hold, and how many lines the file has."""

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
    """*entries* by their cleaned names; no two names may look alike."""
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
            return tuple([_decode(part, budget, depth - 1) for part in data])
        case {"float": name, **rest} if not rest:
            return _number(name)
        case {"object": name, **rest} if not rest:
            return ObjectFact(decode_name(name))
        case {"tensor": dtype, "shape": list() as shape, "values": list() as values, **rest} if (
            not rest
        ):
            return TensorFact(*_grid(dtype, shape, values, budget))
        case {"array": dtype, "shape": list() as shape, "values": list() as values, **rest} if (
            not rest
        ):
            return ArrayFact(*_grid(dtype, shape, values, budget))
        case {"error": name, "message": message, "line": line, "code": code, **rest} if (
            rest.keys() <= {"missed"}
        ):
            return decode_error(
                name, message, line, code, rest.get("missed", ""), lines=budget.lines
            )
    raise ObservationError(f"not a fact: {type(data).__name__}")


def _grid(
    dtype: object, shape: list[Any], values: list[Any], budget: _Budget
) -> tuple[str, tuple[int, ...], tuple[float, ...]]:
    budget.spend(len(shape) + len(values))
    sizes = tuple(_integer(size) for size in shape)
    if len(sizes) > MAX_DEPTH or any(size < 0 for size in sizes):
        raise ObservationError("impossible shape")
    if math.prod(sizes) != len(values):
        raise ObservationError("shape and values disagree")
    return decode_name(dtype), sizes, _numbers(values)


def _numbers(values: list[Any]) -> tuple[float, ...]:
    if {*map(type, values)} == {float} and math.isfinite(sum(values)):
        return tuple(values)  # as nearly always
    return tuple(map(_number, values))


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
    if isinstance(data, str) and data in NONFINITE:
        return NONFINITE[data]
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise ObservationError("expected a number")
    try:
        number = float(data)
    except OverflowError:
        raise ObservationError("expected a number") from None
    if not math.isfinite(number):  # 1e999 is JSON, and infinite
        raise ObservationError("expected a number")
    return number
