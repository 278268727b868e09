"""What changed since the last run: which points of whom, from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from autograder.assignments import Bundle
from autograder.assignments.worth import rounded
from autograder.grading.classes import ClassWork
from autograder.grading.results import Adjusted, ClassResults, StudentResult, WrittenResult
from autograder.languages import mark
from autograder.tables import number_of

__all__ = ["Change", "Standing", "Standings", "changes_since", "keep_better", "standings_of"]

#: Why points can change, in the order in which they are looked at.
CAUSES = {
    "adjusted": mark("adjustment"),
    "marked": mark("written points"),
    "program": mark("new attempt"),
    "check": mark("check changed"),
    "key": mark("key changed"),
    "version": mark("our version"),
    "worth": mark("points of the assignment"),
    "late": mark("lateness"),
}
_KEPT = "--keep-better: an earlier run gave more"
_KEEPING = "keep-better"


@dataclass(frozen=True, slots=True)
class Standing:
    """Points, and what they depend on, by the keys of :data:`CAUSES`."""

    points: float
    causes: Mapping[str, str]


#: By student's id and exercise (or quiz item); the exercise is empty for the sum.
Standings = Mapping[tuple[str, str], Standing]


@dataclass(frozen=True, slots=True)
class Change:
    """
    A change since the last run.

    Attributes:
        student: The student's id; hostile.
        exercise: Empty for the sum.
        before: The points then; None if the student is new.
        why: What changed, in a few words.
    """

    student: str
    exercise: str
    before: float | None
    after: float
    why: str


def standings_of(
    bundle: Bundle, work: ClassWork, results: ClassResults
) -> dict[tuple[str, str], Standing]:
    """Return everybody's points and what they depend on; nothing of what is not graded yet."""
    found: dict[tuple[str, str], Standing] = {}
    for student in results.students:
        if any(not answer.graded for answer in student.answers):
            continue
        attempts = work.attempts.get(student.id, ())
        programs = [
            {exercise: key.program for exercise, key in graded.ledger_keys.items()}
            for graded in attempts
        ]
        for answer in student.answers:
            causes = {
                "program": " ".join(one.get(answer.exercise, "") for one in programs),
                "worth": f"{answer.max_score:g}",
                "adjusted": _decided(student, answer.exercise),
            }
            if answer.verdict is not None:
                variant = bundle.variant_of(student.id, answer.exercise)
                causes |= bundle.parts(answer.exercise, variant)
            found[student.id, answer.exercise] = Standing(answer.score, causes)
        for one in student.written:
            if one.waits:  # it has no points yet, not even 0
                continue
            causes = {
                "program": one.version,
                "marked": _marked(one),
                "worth": f"{one.max_score:g}",
                "adjusted": _decided(student, one.exercise),
            }
            found[student.id, one.exercise] = Standing(one.score, causes)
        for item in student.quiz:
            causes = {
                "program": item.given,
                "worth": f"{item.max_score:g}",
                "adjusted": _decided(student, item.item),
            }
            found[student.id, item.item] = Standing(item.score, causes)
        every = {
            "late": str(student.days_late),
            "adjusted": _decided(student, ""),
            "bonus": f"{_bonus(student):g}",
        }
        found[student.id, ""] = Standing(student.score, every)
    return found


def changes_since(before: Standings, after: Standings) -> tuple[Change, ...]:
    """Return what changed; nothing if there was no run before."""
    return tuple(_changes(before, after)) if before else ()


def _changes(before: Standings, after: Standings) -> Iterator[Change]:
    whys: dict[str, list[str]] = {}
    sums: list[tuple[str, Standing]] = []
    for (student, exercise), now in sorted(after.items()):
        if not exercise:
            sums.append((student, now))
            continue
        was = before.get((student, exercise))
        if was is not None and was.points == now.points:
            continue
        if was is None and not now.points and not now.causes.get("marked"):
            continue
        why = _why(was, now)
        whys.setdefault(student, []).append(why)
        yield Change(student, exercise, was.points if was else None, now.points, why)
    for student, now in sums:
        was = before.get((student, ""))
        if was is None or was.points == now.points:
            continue
        own = _why(was, now) if was.causes != now.causes else ""
        why = ", ".join(dict.fromkeys([*filter(None, [own]), *whys.get(student, [])]))
        yield Change(student, "", was.points, now.points, why or CAUSES["worth"])


def _why(was: Standing | None, now: Standing) -> str:
    if was is None:
        return CAUSES["marked" if now.causes.get("marked") else "program"]
    changed = [
        words for key, words in CAUSES.items() if was.causes.get(key, "") != now.causes.get(key, "")
    ]
    # Without a program there are neither checks nor keys, so these changed with it.
    if CAUSES["program"] in changed:
        changed = [one for one in changed if one not in _WITH_PROGRAM]
    return ", ".join(changed) or mark("a fault of ours before")


_WITH_PROGRAM = {CAUSES["check"], CAUSES["key"], CAUSES["version"]}


def keep_better(results: ClassResults, before: Standings) -> ClassResults:
    """
    Return *results* in which nobody has a lower sum than in the last run, unless a person decided it.

    What the instructor has decided since then about an exercise lowers the sum as far as that
    exercise's points; points, an excuse, another attempt or date for the whole hand-in decide the sum.
    """

    def kept(student: StudentResult) -> StudentResult:
        least = _least(student, before)
        if least is None or least <= student.score:
            return student
        note = Adjusted("", student.score, least, _KEPT, None, _KEEPING)
        return replace(
            student,
            score=least,
            automatic=student.score if student.automatic is None else student.automatic,
            adjusted=(*student.adjusted, note),
        )

    return replace(results, students=tuple(map(kept, results.students)))


def _least(student: StudentResult, before: Standings) -> float | None:
    """The sum below which nothing but a decision of the instructor takes *student*."""
    was = before.get((student.id, ""))
    if was is None or _decides_the_sum(student, was):
        return None
    lowered = [_bonus(student) - float(was.causes.get("bonus", 0))]
    parts = [(a.exercise, a.score, "") for a in student.answers]
    parts += [(a.item, a.score, "") for a in student.quiz]
    parts += [(a.exercise, a.score, _marked(a)) for a in student.written]
    for name, score, marked in parts:
        earlier = before.get((student.id, name))
        if earlier and _by_a_person(earlier) != (_decided(student, name), marked):
            lowered.append(score - earlier.points)
    return rounded(was.points + sum(min(0.0, change) for change in lowered))


def _by_a_person(standing: Standing) -> tuple[str, str]:
    """What a person had decided: adjustments, and points given to a written answer."""
    return standing.causes.get("adjusted", ""), standing.causes.get("marked", "")


def _marked(answer: WrittenResult) -> str:
    """The points that a person gave to a written answer, as text; empty if there are none yet."""
    return "" if answer.given is None else number_of(answer.given)


def _decides_the_sum(student: StudentResult, was: Standing) -> bool:
    """Whether the hand-in as a whole has points or an excuse, or since *was* another attempt or date."""
    now = _kinds(_decided(student, ""))
    return not now.isdisjoint({"points", "excused"}) or now != _kinds(
        was.causes.get("adjusted", "")
    )


def _kinds(decided: str) -> set[str]:
    """What was *decided*; of points and excuses that they were, of attempts and dates which."""
    parts = {part for one in decided.split("; ") for part in one.split(", ") if part}
    kinds = {part.split()[0] if part.split()[0] in ("points", "bonus") else part for part in parts}
    return kinds - {"bonus", _KEEPING}


def _decided(student: StudentResult, name: str) -> str:
    """What was decided about an exercise or item; about the hand-in as a whole, if *name* is empty."""
    return "; ".join(one.what for one in student.adjusted if one.exercise == name)


def _bonus(student: StudentResult) -> float:
    """What decisions about the hand-in as a whole added to its points."""
    return sum(
        one.after - one.before
        for one in student.adjusted
        if not one.exercise and one.what != _KEEPING
    )
