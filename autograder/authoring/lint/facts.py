"""Rules about the facts that checks send, and about the key that is made of them."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.authoring.lint.complaints import Complaint
from autograder.authoring.lint.subject import Subject
from autograder.authoring.lock import is_current
from autograder.content import nearest
from autograder.feedback import has_words
from autograder.judging.comparing import first_difference

__all__ = ["claims_have_witnesses", "facts_have_words", "key_is_current"]


def claims_have_witnesses(subject: Subject) -> Iterator[Complaint]:
    """The reference's facts on public cases pass no claim on the cases of other seeds."""
    reference = subject.programs.reference
    if reference is None:
        return
    for claim in subject.exercise.sheet.claims:
        public = [case.reference for case in subject.key.checks[claim.check]]
        if any(
            all(
                first_difference(shown, hidden, subject.grader.classify) is None
                for shown, hidden in zip(public, cases[claim.check], strict=True)
            )
            for cases in subject.on_other_seeds
        ):
            yield Complaint(
                f"{subject.sheet_file}: {claim.check}",
                "has no witness: the public facts of the reference, replayed on the cases of "
                "another seed, pass. Draw what the check hands over from the case, and note a "
                "number that depends on it and on what the submission did: as a fact, or where "
                "right answers show different numbers, by seen.judged and a rule",
            )


def facts_have_words(subject: Subject) -> Iterator[Complaint]:
    """Feedback says "expected W.is_leaf = yes"; a fact of the author's own needs a phrase."""
    own = subject.exercise.sheet.facts
    names = {
        name
        for cases in subject.key.checks.values()
        for case in cases
        for observation in (case.reference, *case.wrong.values())
        for name in observation.facts
    }
    for name in sorted(names):
        if not has_words(name, own):
            yield Complaint(
                subject.sheet_file,
                f"has no words for the fact {name!r}; add it under facts, in both languages",
            )
    for name in sorted(own.keys() - names):
        yield Complaint(
            subject.sheet_file,
            f"has words for the fact {name!r}, which no check reports.{nearest(name, names)}",
        )


def key_is_current(subject: Subject) -> Iterator[Complaint]:
    """``key.json`` holds what the programs show now."""
    if not is_current(subject.grader, subject.exercise, subject.key):
        yield Complaint(
            subject.file(subject.exercise.key_path),
            f"is not what the programs show now; run: gradlings lock {subject.exercise.id}",
        )
