"""Observations as plain JSON data."""

from __future__ import annotations

import math
from typing import Any

from autograder.observations.facts import (
    ArrayFact,
    ErrorFact,
    Fact,
    ObjectFact,
    Observation,
    Rule,
    TensorFact,
)

__all__ = ["NONFINITE", "encode_observation"]


def encode_observation(observation: Observation) -> dict[str, Any]:
    """
    Return *observation* as plain JSON data; :func:`decode_observation` reads it back.

    Raises:
        TypeError: If it holds something that is no fact.

    >>> from autograder.observations import Observation, TensorFact, decode_observation
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


# JSON has no word for NaN and infinity, so they travel as texts in a tagged object.
NONFINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


def _encode(fact: Fact) -> Any:
    match fact:
        case float():
            return fact if math.isfinite(fact) else {"float": _nonfinite_name(fact)}
        case None | bool() | int() | str():
            return fact
        case tuple():
            return [_encode(part) for part in fact]
        case TensorFact() | ArrayFact():
            kind = "array" if isinstance(fact, ArrayFact) else "tensor"
            values: list[Any] = list(fact.values)
            if not all(map(math.isfinite, values)):
                values = [v if math.isfinite(v) else _nonfinite_name(v) for v in values]
            return {kind: fact.dtype, "shape": list(fact.shape), "values": values}
        case ObjectFact():
            return {"object": fact.type_name}
        case ErrorFact():
            return {
                "error": fact.type_name,
                "message": fact.message,
                "line": fact.line,
                "code": fact.code,
                **({"missed": fact.missed} if fact.missed else {}),
            }
    raise TypeError(f"not a fact: {type(fact).__name__}")


def _encode_rule(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.name, "given": {name: _encode(fact) for name, fact in rule.given.items()}}


def _nonfinite_name(value: float) -> str:
    return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
