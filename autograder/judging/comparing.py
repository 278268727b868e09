"""Two facts side by side: are they the same, and if not, how do they differ?"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from autograder.enums import StrEnum
from autograder.judging.rules import in_words
from autograder.observations import ErrorFact, Fact, GridFact, ObjectFact, Observation

__all__ = [
    "ABSENT",
    "Absent",
    "Difference",
    "Kind",
    "classify_error",
    "compare_facts",
    "first_difference",
    "raised_on_purpose",
    "same",
]

#: Relative tolerance by dtype, against the expected number itself.
#: float32 keeps 7 digits; a few training steps in another order of operations cost two or three.
#: "float" is a Python float: a learner's usually comes out of a float32 tensor, by ``.item()``.
RELATIVE_TOLERANCE: Mapping[str, float] = {
    "float16": 1e-2,
    "bfloat16": 3e-2,
    "float32": 1e-4,
    "float64": 1e-7,
    "float": 1e-4,
}
ABSOLUTE_TOLERANCE = 1e-6
#: A number has at least the tolerance of this part of the largest expected one of the same tensor or
#: list: where large numbers cancel, a small one has their rounding.
SHARED_TOLERANCE = 0.02


class Absent(StrEnum):
    """A fact that one side has and the other lacks."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT

#: Gives an exception a stable name, so that torch may reword its message; None: no known error.
Classifier = Callable[[str, str], str | None]


class Kind(StrEnum):
    """How two facts differ, the coarsest way first."""

    MISSING = "missing"
    RAISED = "raised"
    TYPE = "type"
    DTYPE = "dtype"
    SHAPE = "shape"
    LENGTH = "length"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Difference:
    """How the *observed* fact *name* differs from the *expected* one."""

    name: str
    kind: Kind
    observed: Fact | Absent
    expected: Fact | Absent


def classify_error(error: ErrorFact, classifier: Classifier | None = None) -> str:
    """
    Return a name for *error* that survives rewording.

    >>> classify_error(ErrorFact("IndexError", "index 7 is out of bounds for dimension 0"))
    'IndexError: index _ is out of bounds for dimension _'

    The type of what the learner's own code raises, for its text may be worded in any way. Else
    the classifier's name if it knows the error, else type and message with numbers, quoted names
    and addresses taken out.
    """
    if raised_on_purpose(error):
        return error.type_name
    known = classifier(error.type_name, error.message) if classifier else None
    if known is not None:
        return known
    stable = re.sub(r"0x[0-9a-f]+|[0-9]+|'[^']*'|\"[^\"]*\"", "_", error.message)
    return f"{error.type_name}: {stable[:200]}"


def raised_on_purpose(error: ErrorFact) -> bool:
    """Whether *error* comes from a ``raise`` or an ``assert`` of the learner's own."""
    return re.match(r"(raise|assert)\b", error.code) is not None


def compare_facts(
    observed: Fact, expected: Fact, classifier: Classifier | None = None, *, slack: float = 1.0
) -> Kind | None:
    """
    Return how the facts differ, or None if they are the same within tolerance.

    Numbers of one tensor or list share a scale: each may be off by the tolerance of its dtype
    times the largest expected number. An int equals a float of its value; True does not equal 1.

    >>> compare_facts(1.0000001, 1.0) is None, compare_facts(1, 1.0) is None
    (True, True)
    >>> compare_facts(True, 1).value
    'type'
    >>> from autograder.observations import TensorFact
    >>> compare_facts(TensorFact("float32", (1,), (2.0,)), TensorFact("float32", (), (2.0,))).value
    'shape'

    Args:
        observed: What the submission showed.
        expected: What the reference showed.
        classifier: Names errors; see :func:`classify_error`.
        slack: How many times the relative tolerance may be used up.
    """
    if observed is expected:  # as what a wrong program shows mostly is, for keys hold the rest
        return None
    kind = type(observed)
    # Nearly all that is compared is the very same. Lists are not asked: (True,) == (1,).
    if kind is type(expected) and kind is not tuple and observed == expected:
        return None
    if isinstance(observed, ErrorFact) and isinstance(expected, ErrorFact):
        names = [classify_error(error, classifier) for error in (observed, expected)]
        return None if names[0] == names[1] else Kind.RAISED
    if isinstance(observed, ErrorFact) or isinstance(expected, ErrorFact):
        return Kind.RAISED
    if isinstance(observed, GridFact) and isinstance(expected, GridFact):
        if type(observed) is not type(expected):
            return Kind.TYPE
        return _compare_grids(observed, expected, slack)
    if isinstance(observed, tuple) and isinstance(expected, tuple):
        return _compare_lists(observed, expected, classifier, slack)
    if _is_number(observed) and _is_number(expected):
        return _compare_lists((observed,), (expected,), classifier, slack)
    if type(observed) is not type(expected):
        return Kind.TYPE
    if isinstance(observed, ObjectFact):
        return None if observed == expected else Kind.TYPE
    return None if observed == expected else Kind.VALUE


def first_difference(
    observed: Observation, expected: Observation, classifier: Classifier | None = None
) -> Difference | None:
    """
    Return the first fact in the reference's order that differs, or None.

    Clues are not compared. A fact that only the submission has comes last. The rules of
    *expected* are applied to both sides, those of *observed* to neither.
    """
    rules = expected.rules
    observed, expected = in_words(observed, rules), in_words(expected, rules)
    shown = observed.facts
    for name, wanted in expected.facts.items():
        seen = shown.get(name, ABSENT)
        if isinstance(seen, Absent):
            return Difference(name, Kind.MISSING, seen, wanted)
        kind = compare_facts(seen, wanted, classifier)
        if kind is not None:
            return Difference(name, kind, seen, wanted)
    extra = next((name for name in shown if name not in expected.facts), None)
    return None if extra is None else Difference(extra, Kind.MISSING, shown[extra], ABSENT)


def same(
    observed: Mapping[str, Fact],
    expected: Mapping[str, Fact],
    classifier: Classifier | None = None,
    *,
    but: Iterable[str] = (),
) -> bool:
    """Tell whether both have the same facts, ignoring those named in *but*."""
    ignored = set(but)
    names = expected.keys() - ignored
    if names != observed.keys() - ignored:
        return False
    return all(compare_facts(observed[n], expected[n], classifier) is None for n in names)


#: The types of numbers; of facts, each has exactly its type.
_NUMBERS = frozenset({int, float})


def _is_number(fact: Fact) -> bool:
    return type(fact) in _NUMBERS


def _compare_grids(observed: GridFact, expected: GridFact, slack: float) -> Kind | None:
    if observed.shape != expected.shape:
        return Kind.SHAPE
    if observed.dtype != expected.dtype:
        return Kind.DTYPE
    return _compare_numbers(observed.values, expected.values, expected.dtype, slack)


def _compare_lists(
    observed: tuple[Fact, ...],
    expected: tuple[Fact, ...],
    classifier: Classifier | None,
    slack: float,
) -> Kind | None:
    if len(observed) != len(expected):
        return Kind.LENGTH
    types = {*map(type, observed), *map(type, expected)}
    if types <= {int}:
        return None if observed == expected else Kind.VALUE
    if types <= _NUMBERS:
        return _compare_numbers(observed, expected, "float", slack)  # type: ignore[arg-type]
    kinds = [
        compare_facts(*pair, classifier, slack=slack)
        for pair in zip(observed, expected, strict=True)
    ]
    return next((kind for kind in kinds if kind is not None), None)


def _compare_numbers(
    observed: Iterable[float], expected: Iterable[float], dtype: str, slack: float
) -> Kind | None:
    if observed == expected:
        return None
    wanted = [float(number) for number in expected]
    finite = [abs(number) for number in wanted if math.isfinite(number)]
    relative = slack * RELATIVE_TOLERANCE.get(dtype, 0.0)
    shared = SHARED_TOLERANCE * max(finite, default=0.0)

    def allowed(number: float) -> float:
        return ABSOLUTE_TOLERANCE + relative * max(abs(number), shared) if relative else 0.0

    pairs = zip(observed, wanted, strict=True)
    return None if all(_close(float(a), b, allowed(b)) for a, b in pairs) else Kind.VALUE


def _close(observed: float, expected: float, allowed: float) -> bool:
    if math.isnan(expected):
        return math.isnan(observed)
    if not math.isfinite(expected) or not math.isfinite(observed):
        return observed == expected
    return abs(observed - expected) <= allowed
