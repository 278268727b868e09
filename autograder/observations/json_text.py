"""JSON, more strictly than the standard library reads it."""

from __future__ import annotations

import json
from typing import Any, NoReturn

__all__ = ["ObservationError", "parse_json"]


class ObservationError(ValueError):
    """What was offered as an observation is not one, whether hostile or broken."""


def parse_json(text: str | bytes) -> Any:
    """
    Parse JSON more strictly than :func:`json.loads`: no NaN, no duplicate keys.

    Raises:
        ObservationError: For anything that is not such JSON, too deep nesting included.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode(json.detect_encoding(text), "surrogatepass")
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise ObservationError(f"not JSON: {error}") from None


def _no_constant(name: str) -> NoReturn:
    raise ObservationError(f"{name} is not JSON")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ObservationError("duplicate key")
    return found


#: One for all texts: ``json.loads`` would make one for each.
_DECODER = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
