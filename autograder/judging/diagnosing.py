"""
Which misconception predicts what was seen?

A misconception is a wrong program that was run on the same cases. Candidates, the most
trusted first: a program that shows the same as the submission in every check; a program
that does so in a single check; a program whose tell-tale traits the submission shares, all
of them (two mistakes at once). Where none fits, no misconception is named: a wrong name
teaches worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.judging.comparing import ABSENT, Absent, Classifier, compare_facts, same
from autograder.judging.key import CaseKey, Key, misconception_of
from autograder.observations import ErrorFact, Fact, Observation

__all__ = ["Diagnosis", "Observed", "diagnose", "set_advice_aside"]

#: What the submission showed, by check, and in order of its cases.
Observed = Mapping[str, tuple[Observation, ...]]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The wrong program that explains each failed check; a check without one is missing."""

    programs: Mapping[str, str] = field(default_factory=dict)

    def misconception(self, check: str) -> str | None:
        """Return the misconception named for *check*, or None."""
        program = self.programs.get(check)
        return misconception_of(program) if program else None


def diagnose(
    observed: Observed,
    failed: Iterable[str],
    key: Key,
    *,
    advice: frozenset[str] = frozenset(),
    order: Sequence[str] = (),
    classifier: Classifier | None = None,
) -> Diagnosis:
    """
    Name, for each *failed* check, the wrong program that explains it.

    Args:
        observed: Complete checks only, with all cases of the key; in words (see CaseKey.judged).
        failed: The checks in which the submission differs from the reference.
        advice: Misconceptions that :func:`set_advice_aside` has already taken out.
        order: Misconceptions from basic to advanced; ties go to the first.
    """
    rank = {misconception: index for index, misconception in enumerate(order)}

    def by_rank(program: str) -> tuple[int, str]:
        return rank.get(misconception_of(program), len(rank)), program

    programs = sorted((p for p in key.programs if misconception_of(p) not in advice), key=by_rank)
    matching = _Matching(observed, key, classifier)
    failed = [check for check in failed if check in observed]

    checks = [check for check in observed if check in key.checks]
    everywhere = matching.clearest(matching.fitting(programs, checks), checks)
    if everywhere is not None:
        return Diagnosis(dict.fromkeys(failed, everywhere))

    named: dict[str, str] = {}
    for check in failed:
        # A program that explains other failures, too, is likelier.
        def explains(program: str) -> int:
            return -sum(matching.shows(program, other) for other in failed)

        fitting = matching.fitting(sorted(programs, key=explains), [check])
        program = matching.clearest(fitting, [check])
        if not fitting:
            program = matching.by_traits(programs, check)
        if program is not None:
            named[check] = program
    return Diagnosis(named)


def set_advice_aside(
    observed: Observed, key: Key, advice: Sequence[str], classifier: Classifier | None = None
) -> tuple[Observed, tuple[str, ...]]:
    """
    Take out of *observed* what only an ``advice`` misconception explains.

    Where an advice program differs from the reference and the submission shows the same
    fact, the reference's fact replaces it. So the rest is judged as if the matter of taste
    were not there.

    Returns:
        The observations to judge, and the advice misconceptions that were found.
    """
    met: list[str] = []
    programs = [program for program in key.programs if misconception_of(program) in advice]
    adjusted: dict[str, tuple[Observation, ...]] = {}
    for check, cases in observed.items():
        judged = list(cases)
        for index, (seen, case) in enumerate(zip(cases, key.checks.get(check, ()), strict=False)):
            for program in programs:
                facts, advised = judged[index].facts, case.wrong[program]
                shown = {
                    name
                    for name in _differing(advised, case.expected, classifier)
                    if _equal(facts.get(name, ABSENT), advised.facts.get(name, ABSENT), classifier)
                }
                if shown:
                    met.append(misconception_of(program))
                    expected = case.expected.facts
                    kept = {
                        name: expected[name] if name in shown else fact
                        for name, fact in facts.items()
                        if name not in shown or name in expected
                    }
                    put_back = {name: expected[name] for name in shown if name in expected}
                    judged[index] = replace(seen, facts=kept | put_back)
        adjusted[check] = tuple(judged)
    return adjusted, tuple(dict.fromkeys(met))


class _Matching:
    """Questions about one submission and the programs of one key."""

    def __init__(self, observed: Observed, key: Key, classifier: Classifier | None) -> None:
        self._observed = observed
        self._key = key
        self._classifier = classifier

    def shows(self, program: str, check: str) -> bool:
        """Whether the submission shows the facts of *program* on every case of *check*."""
        return self._on_every_case(
            check, lambda seen, case: self._same(seen.facts, case.wrong[program].facts)
        )

    def fitting(self, programs: Sequence[str], checks: Sequence[str]) -> list[str]:
        """Return the programs that the submission matches in *checks*, unlike the reference."""
        return [
            program
            for program in programs
            if all(self.shows(program, check) for check in checks)
            and any(self._differs(program, check) for check in checks)
        ]

    def clearest(self, fitting: Sequence[str], checks: Sequence[str]) -> str | None:
        """
        Return the one of *fitting* that is meant, if that is clear.

        Among several, the clues in which they differ decide. If none has the submission's
        clues, one is returned only if all show the same misconception.
        """
        if len(fitting) <= 1:
            return fitting[0] if fitting else None
        with_clues = [
            program
            for program in fitting
            if all(self._has_clues(program, check, fitting) for check in checks)
        ]
        if with_clues:
            return with_clues[0]
        same_idea = {misconception_of(program) for program in fitting}
        return fitting[0] if len(same_idea) == 1 else None

    def by_traits(self, programs: Sequence[str], check: str) -> str | None:
        """
        Return, of the programs whose traits the submission all shares, the one with the most.

        A trait is a fact without tolerance (a truth value, a count, a name, an
        exception) in which the program differs from the reference. Numbers are
        left out: with two mistakes at once they match neither program.
        """
        best: tuple[int, str | None] = (0, None)
        for program in programs:
            traits = 0
            for seen, case in zip(self._observed[check], self._key.checks[check], strict=True):
                wrong = case.wrong[program]
                names = [
                    name
                    for name in _differing(wrong, case.expected, self._classifier)
                    if _is_trait(wrong.facts.get(name, ABSENT))
                ]
                # The end always counts: a program that doesn't raise can't explain an error.
                if not all(
                    _equal(
                        seen.facts.get(name, ABSENT),
                        wrong.facts.get(name, ABSENT),
                        self._classifier,
                    )
                    for name in [*names, "raised"]
                ):
                    break
                traits += len(names)
            else:
                if traits > best[0]:
                    best = (traits, program)
        return best[1]

    def _has_clues(self, program: str, check: str, rivals: Sequence[str]) -> bool:
        """Whether the submission has the clues that distinguish *program* from its rivals."""

        def holds(seen: Observation, case: CaseKey) -> bool:
            own = case.wrong[program].clues
            names = {
                name for rival in rivals for name in (dict(own) | dict(case.wrong[rival].clues))
            }
            telling = [
                name
                for name in names
                if any(
                    not _equal(
                        own.get(name, ABSENT),
                        case.wrong[rival].clues.get(name, ABSENT),
                        self._classifier,
                    )
                    for rival in rivals
                )
            ]
            return all(
                _equal(seen.clues.get(name, ABSENT), own.get(name, ABSENT), self._classifier)
                for name in telling
            )

        return self._on_every_case(check, holds)

    def _differs(self, program: str, check: str) -> bool:
        return any(
            not self._same(case.wrong[program].facts, case.expected.facts)
            for case in self._key.checks[check]
        )

    def _on_every_case(self, check: str, holds: Callable[[Observation, CaseKey], bool]) -> bool:
        cases = zip(self._observed[check], self._key.checks[check], strict=True)
        return all(holds(seen, case) for seen, case in cases)

    def _same(self, observed: Mapping[str, Fact], expected: Mapping[str, Fact]) -> bool:
        return same(observed, expected, self._classifier)


def _differing(
    wrong: Observation, reference: Observation, classifier: Classifier | None
) -> list[str]:
    """Names of the facts in which *wrong* differs from *reference*."""
    names = [*reference.facts, *(name for name in wrong.facts if name not in reference.facts)]
    return [
        name
        for name in names
        if not _equal(wrong.facts.get(name, ABSENT), reference.facts.get(name, ABSENT), classifier)
    ]


def _equal(one: Fact | Absent, other: Fact | Absent, classifier: Classifier | None) -> bool:
    if isinstance(one, Absent) or isinstance(other, Absent):
        return one is other
    return compare_facts(one, other, classifier) is None


def _is_trait(fact: Fact | Absent) -> bool:
    if isinstance(fact, tuple):
        # A program that does nothing shows an empty list, too.
        return bool(fact) and all(_is_trait(part) for part in fact)
    return isinstance(fact, bool | int | str | ErrorFact) and not isinstance(fact, Absent)
