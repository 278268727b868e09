"""
The key of an exercise: what the reference and every wrong program show, per case.

``key.json`` is a lock file: made by running ``solutions/``, checked in CI.
A wrong program is stored as its differences from the reference, so that the file shows at a
glance what tells the two apart. For a fact that a rule judges, the key holds the reference's
numbers (its word follows from them) and the words of wrong programs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.errors import UnfitCourseError
from autograder.judging.comparing import Classifier, compare_facts
from autograder.judging.rules import RuleError, in_words, single
from autograder.observations import (
    ErrorFact,
    Fact,
    GridFact,
    Observation,
    ObservationError,
    Rule,
    decode_facts,
    decode_observation,
    encode_observation,
    parse_json,
)

__all__ = [
    "PUBLIC_SEED",
    "SCHEMA",
    "CaseKey",
    "Key",
    "KeyFormatError",
    "misconception_of",
    "misfit",
    "read_key",
    "shown_when_right",
    "write_key",
]

SCHEMA = 1
#: The seed of the cases whose key is in ``exercises/``, where everybody can read it.
PUBLIC_SEED = "public"


class KeyFormatError(UnfitCourseError, ValueError):
    """The text is no key, or a key of another schema."""


@dataclass(frozen=True, slots=True)
class CaseKey:
    """
    The observations of the reference and of each wrong program on one case.

    Attributes:
        reference: The reference's observation as it was sent: with rules, and with the
            numbers that they judge.
        wrong: Observations by program name, in words: the reference's rules are applied.
        expected: The reference's observation in words; submissions are compared with it.

    Raises:
        RuleError: If a rule of the reference's can't be applied.
    """

    reference: Observation
    wrong: Mapping[str, Observation]
    expected: Observation = field(init=False, compare=False)

    def __post_init__(self) -> None:
        expected = in_words(self.reference, self.reference.rules)
        object.__setattr__(self, "expected", expected)

    @classmethod
    def of_sent(cls, reference: Observation, wrong: Mapping[str, Observation]) -> CaseKey:
        """Return the key of a case, made from what all programs sent."""
        rules = reference.rules
        return cls(reference, {name: in_words(seen, rules) for name, seen in wrong.items()})

    def judged(self, sent: Observation) -> Observation:
        """Return the observation that a submission *sent*, in words by the reference's rules."""
        return in_words(sent, self.reference.rules)


@dataclass(frozen=True, slots=True)
class Key:
    """
    The key of one exercise, for the cases of one seed.

    Attributes:
        exercise: The exercise's id.
        seed: The seed of the cases; ``"public"`` in ``exercises/``.
        checks: For each check, its cases in order.
        checks_digest: SHA-256 of the ``checks.py`` that made it.
        programs: Names of the wrong programs, sorted.
    """

    exercise: str
    seed: str
    checks: Mapping[str, tuple[CaseKey, ...]]
    checks_digest: str = ""
    programs: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {name for cases in self.checks.values() for case in cases for name in case.wrong}
        object.__setattr__(self, "programs", tuple(sorted(names)))

    @property
    def hidden(self) -> bool:
        """Whether its cases are a secret."""
        return self.seed != PUBLIC_SEED

    def within(self, counts: Mapping[str, int]) -> Key:
        """Return the same key with only so many first cases of each check that *counts* names."""
        checks = {name: cases[: counts.get(name)] for name, cases in self.checks.items()}
        return replace(self, checks=checks)

    @property
    def shows_right_answers(self) -> bool:
        """Whether a right answer, too, has something in its recording that is shown."""
        first = [cases[0] for cases in self.checks.values() if cases]
        return any(shown_when_right(case.reference) for case in first)


def shown_when_right(seen: Observation) -> dict[str, Fact]:
    """Return the part of the recording that is shown for a right answer, too: a learnt curve."""
    shown = seen.recording
    return {name: shown[name] for name in ("points", "curve", "history") if name in shown}


def misfit(key: Key, exercise: str, checks: Collection[str], cases: int) -> str:
    """
    Return how *key* fails to be a key of *exercise*; an empty text if it is one.

    Args:
        checks: The names of the exercise's checks.
        cases: How many cases each of them has.
    """
    if key.exercise != exercise:
        return f"it is the key of {key.exercise}"
    if {*key.checks} != {*checks}:
        return f"it has the checks {', '.join(sorted(key.checks)) or 'of nothing'}"
    for name, found in key.checks.items():
        if len(found) != cases:
            return f"it has {len(found)} of {cases} cases of {name}"
        if not all(case.reference.facts for case in found):
            return f"it says nothing of a case of {name}"
    return ""


def misconception_of(program: str) -> str:
    """
    Return the misconception that a wrong program shows: its file name up to the first dot.

    ``rebinds_parameter.retain_grad.py`` is another program with the
    misconception ``rebinds_parameter``.
    """
    return program.partition(".")[0]


def write_key(key: Key, classifier: Classifier | None = None) -> str:
    """Return *key* as the text of ``key.json``; the same key always gives the same text."""
    checks = {
        name: [
            {
                "reference": encode_observation(_shortened(case.reference)),
                "wrong": {
                    program: _delta(case.expected, case.wrong[program], classifier)
                    for program in sorted(case.wrong)
                },
            }
            for case in cases
        ]
        for name, cases in key.checks.items()
    }
    data = {
        "schema": SCHEMA,
        "exercise": key.exercise,
        "seed": key.seed,
        "checks_digest": key.checks_digest,
        "checks": checks,
    }
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
    return _NUMBERS.sub(lambda numbers: " ".join(numbers[0].split()), text) + "\n"


# A list of numbers over many lines. No text can match: JSON writes a line break in it as \n.
_NUMBERS = re.compile(r"(?<=\[)\n *[-+.eE0-9]+(?:,\n *[-+.eE0-9]+)*\n *(?=\])")


def read_key(text: str) -> Key:
    """
    Read the text of a ``key.json``.

    Raises:
        KeyFormatError: If it is not one.
    """
    try:
        data = parse_json(text)
        if data.get("schema") != SCHEMA:
            raise KeyFormatError(
                f"this key has schema {data.get('schema')!r}, wanted {SCHEMA}; run gradlings lock"
            )
        checks = {
            name: tuple(_case(case) for case in cases) for name, cases in data["checks"].items()
        }
        return Key(data["exercise"], data["seed"], checks, data.get("checks_digest", ""))
    except (ObservationError, RuleError, KeyError, TypeError, AttributeError) as error:
        raise KeyFormatError(f"not a key: {error}") from None


def _case(data: Any) -> CaseKey:
    reference = decode_observation(data["reference"])
    expected = in_words(reference, reference.rules)
    wrong = {name: _apply(expected, delta) for name, delta in data["wrong"].items()}
    return CaseKey(reference, wrong)


def _shortened(reference: Observation) -> Observation:
    """*reference* with only float32's digits in the numbers that rules judge or are given."""
    rules = {
        name: Rule(rule.name, {key: _few_digits(fact) for key, fact in rule.given.items()})
        for name, rule in reference.rules.items()
    }
    facts = {
        name: _few_digits(fact) if name in rules else fact for name, fact in reference.facts.items()
    }
    return replace(reference, facts=facts, rules=rules)


def _few_digits(fact: Fact) -> Fact:
    match fact:
        case float():
            return _few_digits_of(fact)
        case tuple():
            return tuple(map(_few_digits, fact))
        case GridFact():
            return replace(fact, values=tuple(map(_few_digits_of, fact.values)))
    return fact


def _few_digits_of(number: float) -> float:
    texts = (f"{number:.{digits}g}" for digits in (3, 6, 7, 8, 9))
    return next((float(text) for text in texts if single(float(text)) == single(number)), number)


def _delta(
    reference: Observation, wrong: Observation, classifier: Classifier | None
) -> dict[str, Any]:
    """How *wrong* differs from *reference*: changed or added facts, and names of absent ones."""
    delta: dict[str, Any] = {}
    for part in ("facts", "clues"):
        before: Mapping[str, Fact] = getattr(reference, part)
        after: Mapping[str, Fact] = getattr(wrong, part)
        changed = {
            name: _without_missed(fact)
            for name, fact in after.items()
            if name not in before or compare_facts(fact, before[name], classifier) is not None
        }
        if changed:
            delta[part] = encode_observation(Observation(changed))["facts"]
        if absent := [name for name in before if name not in after]:
            delta[f"no_{part}"] = absent
    return delta


def _without_missed(fact: Fact) -> Fact:
    """An exception without the name that was missed for it, which nobody is told of a key."""
    return replace(fact, missed="") if isinstance(fact, ErrorFact) else fact


def _apply(reference: Observation, delta: dict[str, Any]) -> Observation:
    def merged(part: str, before: Mapping[str, Fact]) -> dict[str, Fact]:
        changed = decode_facts(delta[part]) if part in delta else {}
        absent = set(delta.get(f"no_{part}", ()))
        return {name: fact for name, fact in {**before, **changed}.items() if name not in absent}

    return Observation(
        facts=merged("facts", reference.facts),
        clues=merged("clues", reference.clues),
        call=reference.call,
        sizes=reference.sizes,
    )
