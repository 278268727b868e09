"""Twins: programs of a class that differ in comments, blank lines and layout only."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.enums import StrEnum
from autograder.grading.ledger import Ledger, LedgerKey
from autograder.grading.pool import Work
from autograder.judging import Outcome, Reason, ReasonKind, Verdict, write_verdict
from autograder.judging.comparing import Absent
from autograder.observations import ErrorFact, Fact
from autograder.runs import End
from autograder.texts import lines_of_program

__all__ = ["Telling", "Twins", "telling_of"]

#: Reasons that are the machine's or ours as well as the program's.
_NOT_THE_PROGRAMS = (
    ReasonKind.STOPPED,
    ReasonKind.NOT_RUN,
    ReasonKind.BROKEN,
    ReasonKind.REFUSED,
)


class Telling(StrEnum):
    """What a verdict tells, and so to whom it applies besides the program that got it."""

    #: That all is right, and nothing more: it applies to all twins.
    RIGHT = "right"
    #: What was seen, without a line: it applies to all twins, too.
    FACTS = "facts"
    #: A line of the program: it applies to twins that have the same on the same lines.
    LINES = "lines"
    #: A time limit, a crash, a fault of ours, an alarm: it applies to nobody else.
    OWN = "own"


@dataclass(frozen=True, slots=True)
class _Twin:
    """
    A program among those of one form.

    Attributes:
        student: Whose it is.
        lines: The same for programs with the same code on the same lines.
    """

    key: LedgerKey
    student: str
    lines: str


class Twins:
    """
    Who of a class may get whose verdict, and who has to be graded for that.

    That two programs are twins is told by the processes that read them, and no student's program may
    make another one fail. So a failure is shared only if it can be seen here, without parsing, that
    both have the same code on the same lines; or if programs of two students failed alike.

    Args:
        works: All works of the class by their ledger keys.
    """

    def __init__(self, works: Mapping[LedgerKey, Work]) -> None:
        alike: dict[tuple[str, str, str], list[LedgerKey]] = {}
        for key, work in works.items():
            if work.form:
                alike.setdefault((key.exercise, key.digest, work.form), []).append(key)
        self._groups = [
            [_Twin(key, works[key].student, _code_lines(works[key])) for key in keys]
            for keys in alike.values()
            if len(keys) > 1
        ]
        self._group_of = {twin.key: group for group in self._groups for twin in group}

    def of(self, key: LedgerKey) -> list[LedgerKey]:
        """Return the keys of all twins of a program, its own among them."""
        return [twin.key for twin in self._group_of.get(key, ())] or [key]

    def share(self, ledger: Ledger) -> list[LedgerKey]:
        """Record in *ledger* the verdicts that apply to twins without one; return these."""
        return self._record(self._groups, ledger)

    def share_with_twins(self, keys: Collection[LedgerKey], ledger: Ledger) -> list[LedgerKey]:
        """Do what :meth:`share` does for the twins of *keys* only."""
        groups = {id(group): group for key in keys if (group := self._group_of.get(key))}
        return self._record([*groups.values()], ledger)

    def _record(self, groups: Sequence[Sequence[_Twin]], ledger: Ledger) -> list[LedgerKey]:
        shared = [row for group in groups for row in _shared(group, ledger)]
        if shared:
            ledger.record((key, text, 0.0) for key, text in shared)
        return [key for key, _ in shared]

    def next_of(self, waiting_keys: Collection[LedgerKey], ledger: Ledger) -> list[LedgerKey]:
        """
        Return who of several twins is to be graded now, while none of them is being graded.

        One at first; a second student's, if the first failed without a word about lines; then one of
        all that have the same on the same lines; and, where that one's verdict applies to nobody, these.
        """
        twins = self._group_of.get(next(iter(waiting_keys)), [])
        waiting = [twin for twin in twins if twin.key in waiting_keys]
        tried = [twin for twin in twins if _is_done(twin.key, ledger)]
        if not twins:
            return [*waiting_keys]
        if not tried:
            return [twin.key for twin in waiting[:1]]
        verdicts = [ledger.verdict(twin.key) for twin in tried]
        students = {twin.student for twin in tried}
        if all(one and telling_of(one) is Telling.FACTS for one in verdicts) and len(students) == 1:
            others = [twin.key for twin in waiting if twin.student not in students]
            if others:
                return others[:1]
        met = {twin.lines for twin in tried}
        first = {twin.lines: twin.key for twin in reversed(waiting)}
        return [t.key for t in waiting if t.lines in met or first[t.lines] == t.key]


def _is_done(key: LedgerKey, ledger: Ledger) -> bool:
    return ledger.verdict(key) is not None or ledger.fault(key) is not None


def _shared(group: Sequence[_Twin], ledger: Ledger) -> Iterator[tuple[LedgerKey, str]]:
    """Yield who of a *group* has no verdict, and the verdict of a twin that applies."""
    passed, by_lines, by_facts = "", dict[str, str](), dict[str, set[str]]()
    waiting = []
    for twin in group:
        verdict = ledger.verdict(twin.key)
        if verdict is None:
            waiting.append(twin)
            continue
        telling, text = telling_of(verdict), write_verdict(_without_untold_lines(verdict))
        if telling is Telling.RIGHT:
            passed = text
        if telling is Telling.FACTS:
            by_facts.setdefault(text, set()).add(twin.student)
        if telling is not Telling.OWN:
            by_lines.setdefault(twin.lines, text)
    confirmed = [text for text, students in by_facts.items() if len(students) > 1]
    of_all = passed or (confirmed[0] if len(by_facts) == len(confirmed) == 1 else "")
    for twin in waiting:
        if text := by_lines.get(twin.lines, of_all):
            yield twin.key, text


def telling_of(verdict: Verdict) -> Telling:
    """
    Tell what *verdict* holds that need not be true of a program that differs in comments and layout.

    >>> from autograder.judging import CheckVerdict
    >>> check = CheckVerdict("adds_up", Outcome.FAILED, 0.0, 1.0, Reason(ReasonKind.DIFFERS))
    >>> telling_of(Verdict("sum", Outcome.FAILED, (check,))).value
    'facts'
    """
    reasons = [check.reason for check in verdict.checks if check.reason]
    if (
        verdict.integrity
        or any(reason.kind in _NOT_THE_PROGRAMS for reason in reasons)
        or any(one.end is not End.DONE for one in verdict.left_out)
    ):
        return Telling.OWN
    if verdict.left_out or any(map(_has_a_line, _told(verdict))):
        return Telling.LINES
    if verdict.outcome is Outcome.PASSED and not verdict.advice:
        return Telling.RIGHT
    return Telling.FACTS


def _told(verdict: Verdict) -> Iterator[Fact | Absent]:
    """Yield all facts that a report could put into words."""
    for check in verdict.checks:
        yield from check.recording.values()
        yield from check.expected_recording.values()
        if check.reason is not None:
            yield from _facts_of(check.reason)


def _facts_of(reason: Reason) -> Iterator[Fact | Absent]:
    if reason.kind is not ReasonKind.NOT_WRITTEN:  # which is told in a sentence without a line
        yield reason.error
    if reason.load is not None:
        yield reason.load.error
    if reason.difference is not None:
        yield from (reason.difference.observed, reason.difference.expected)


def _has_a_line(fact: Fact | Absent) -> bool:
    if isinstance(fact, tuple):
        return any(map(_has_a_line, fact))
    return isinstance(fact, ErrorFact) and bool(fact.line or fact.code)


def _without_untold_lines(verdict: Verdict) -> Verdict:
    """*verdict* without the lines on which stubs raise, which nobody is told."""
    checks = [
        replace(check, reason=replace(reason, error=replace(reason.error, line=0, code="")))
        if (reason := check.reason) and reason.kind is ReasonKind.NOT_WRITTEN and reason.error
        else check
        for check in verdict.checks
    ]
    return replace(verdict, checks=tuple(checks))


def _code_lines(work: Work) -> str:
    """
    Return a digest of what stands on which line of a program and of the files that it imports.

    Lines that hold nothing but a comment count as blank. In a text of several lines they are no
    comments, but then programs that differ there have different forms.
    """
    digest = hashlib.sha256()
    for name, text in (("", work.source), *sorted(work.helpers.items())):
        lines = ["" if _is_comment(line) else line for line in lines_of_program(text)]
        code = "\n".join(lines).rstrip("\n")
        digest.update(f"{len(name)} {name} {len(code)} {code}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _is_comment(line: str) -> bool:
    return line.lstrip(" \t\f").startswith("#") or not line.strip(" \t\f")
