"""
Which misconception predicts what was seen?

A misconception is a wrong program that was run on the same cases. In order of
trust: a program that shows the same as the submission everywhere; one that
does in a single check; those whose every trait the submission has too, one of
them telling, which no other idea's program shows (two mistakes at once). A
program that fails a check which the submission passes explains nothing. Where
nothing fits, nothing is named: a wrong name teaches worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.judging.comparing import ABSENT, Absent, Classifier, compare_facts, same
from autograder.judging.key import CaseKey, Key, misconception_of
from autograder.observations import ErrorFact, Fact, Observation

__all__ = ["Diagnosis", "Observed", "diagnose", "set_advice_aside"]

#: Two mistakes at once are named, both; of more the rest is told when these are mended.
_NAMED_AT_ONCE = 2

#: By check, what the submission showed on each of its cases.
Observed = Mapping[str, tuple[Observation, ...]]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """
    Attributes:
        programs: By failed check, the wrong programs that explain it, the likeliest first; a
            check may be missing.
        leaning: Checks that owe their name to others: by themselves they would not get it.
    """

    programs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leaning: frozenset[str] = frozenset()

    def misconceptions(self, check: str) -> tuple[str, ...]:
        """Return the misconceptions named for *check*: none, one, or both of two mistakes at once."""
        return tuple(map(misconception_of, self.programs.get(check, ())))


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
    failed = [check for check in failed if check in observed]
    if not failed or not key.programs:
        return Diagnosis()
    rank = {misconception: index for index, misconception in enumerate(order)}

    def by_rank(program: str) -> tuple[int, str]:
        return rank.get(misconception_of(program), len(rank)), program

    matching = _Matching(observed, key, classifier)
    checks = [check for check in observed if check in key.checks]
    passed = [check for check in checks if check not in failed]
    programs = [
        program
        for program in sorted(key.programs, key=by_rank)
        if misconception_of(program) not in advice
        and not any(matching.differs(program, check) for check in passed)
    ]

    def leans(program: str, check: str) -> bool:
        """Whether *check*, looked at by itself, would not be told the idea of *program*."""
        alone = matching.clearest(matching.fitting(programs, [check]), [check])
        return alone is None or misconception_of(alone) != misconception_of(program)

    everywhere = matching.clearest(matching.fitting(programs, checks), checks)
    if everywhere is not None:
        return Diagnosis(
            dict.fromkeys(failed, (everywhere,)),
            frozenset(check for check in failed if leans(everywhere, check)),
        )

    leaning: set[str] = set()
    named: dict[str, tuple[str, ...]] = {}
    for check in failed:
        # A program that explains other failures, too, is likelier.
        def explains(program: str) -> int:
            return -sum(matching.shows(program, other) for other in failed)

        fitting = matching.fitting(sorted(programs, key=explains), [check])
        program = matching.clearest(fitting, [check])
        if fitting:
            named[check] = (program,) if program else ()
            if program and leans(program, check):
                leaning.add(check)
        else:
            named[check] = matching.by_traits(programs, check)
    return Diagnosis({check: found for check, found in named.items() if found}, frozenset(leaning))


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
    if not programs:
        return observed, ()
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
        #: What is known of a program in a check, which is asked again and again.
        self._shown: dict[tuple[str, str], bool] = {}
        self._different: dict[tuple[str, str], bool] = {}

    def shows(self, program: str, check: str) -> bool:
        """Whether the submission shows the facts of *program* on every case of *check*."""
        asked = program, check
        if asked not in self._shown:
            self._shown[asked] = self._on_every_case(
                check, lambda seen, case: self._same(seen.facts, case.wrong[program].facts)
            )
        return self._shown[asked]

    def fitting(self, programs: Sequence[str], checks: Sequence[str]) -> list[str]:
        """Return the programs that the submission matches in *checks*, unlike the reference."""
        return [
            program
            for program in programs
            if all(self.shows(program, check) for check in checks)
            and any(self.differs(program, check) for check in checks)
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

    def by_traits(self, programs: Sequence[str], check: str) -> tuple[str, ...]:
        """
        Return the programs all of whose traits the submission shares, one for each idea.

        A trait is a fact without tolerance (a truth value, a count, a name, an
        exception) in which the program differs from the reference. Numbers are
        left out: with two mistakes at once they fit neither. One of the traits
        has to be telling. Programs with several mistakes lend their ideas none.

        Returns:
            The program with the most telling traits first, at most :data:`_NAMED_AT_ONCE`.
        """
        telling: dict[str, int] = {}
        for program in programs:
            if not _is_compound(program) and self._shares_traits(program, check):
                telling[program] = self._telling_traits(program, check)
        found: dict[str, str] = {}
        for program in sorted(telling, key=lambda program: -telling[program]):
            if telling[program]:
                found.setdefault(misconception_of(program), program)
        return tuple(found.values())[:_NAMED_AT_ONCE]

    def _shares_traits(self, program: str, check: str) -> bool:
        # How it ended always counts: a crash is explained by none that goes through.
        return self._on_every_case(
            check,
            lambda seen, case: all(
                self._alike(name, seen, case.wrong[program])
                for name in [*self._traits(program, case), "raised"]
            ),
        )

    def _telling_traits(self, program: str, check: str) -> int:
        """How many traits of *program* no other idea's program shows, and more than a count or a yes."""
        idea = misconception_of(program)
        others = [
            other
            for other in self._key.programs
            if misconception_of(other) != idea and not _is_compound(other)
        ]
        return sum(
            not any(self._alike(name, case.wrong[program], case.wrong[other]) for other in others)
            for case in self._key.checks[check]
            for name in self._traits(program, case)
            if name not in case.reference.rules
            and type(case.wrong[program].facts.get(name)) is not int
        )

    def _traits(self, program: str, case: CaseKey) -> list[str]:
        wrong = case.wrong[program]
        names = _differing(wrong, case.expected, self._classifier)
        return [name for name in names if _is_trait(wrong.facts.get(name, ABSENT))]

    def _alike(self, name: str, one: Observation, other: Observation) -> bool:
        return _equal(one.facts.get(name, ABSENT), other.facts.get(name, ABSENT), self._classifier)

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

    def differs(self, program: str, check: str) -> bool:
        """Whether *program* fails *check*."""
        asked = program, check
        if asked not in self._different:
            self._different[asked] = any(
                not self._same(case.wrong[program].facts, case.expected.facts)
                for case in self._key.checks[check]
            )
        return self._different[asked]

    def _on_every_case(self, check: str, holds: Callable[[Observation, CaseKey], bool]) -> bool:
        cases = zip(self._observed[check], self._key.checks[check], strict=True)
        return all(holds(seen, case) for seen, case in cases)

    def _same(self, observed: Mapping[str, Fact], expected: Mapping[str, Fact]) -> bool:
        return same(observed, expected, self._classifier)


def _differing(
    wrong: Observation, reference: Observation, classifier: Classifier | None
) -> list[str]:
    """Names of the facts in which *wrong* differs from *reference*."""
    expected, shown = reference.facts, wrong.facts
    changed = [
        name
        for name, fact in expected.items()
        # Of a key, what does not differ is the very same object.
        if (seen := shown.get(name, ABSENT)) is not fact and not _equal(seen, fact, classifier)
    ]
    return [*changed, *(name for name in shown if name not in expected)]


def _equal(one: Fact | Absent, other: Fact | Absent, classifier: Classifier | None) -> bool:
    if isinstance(one, Absent) or isinstance(other, Absent):
        return one is other
    return compare_facts(one, other, classifier) is None


def _is_trait(fact: Fact | Absent) -> bool:
    if isinstance(fact, tuple):
        # A program that does nothing shows an empty list, too.
        return bool(fact) and all(_is_trait(part) for part in fact)
    return isinstance(fact, bool | int | str | ErrorFact) and not isinstance(fact, Absent)


def _is_compound(program: str) -> bool:
    """Whether a *program* has another mistake beside its own: ``grad_not_zeroed.and_alias``."""
    return "and" in program.partition(".")[2].split("_")
