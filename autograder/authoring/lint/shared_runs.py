"""The rule about runs on which several claims are judged: no claim is in another's way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.authoring.lint.complaints import Complaint
from autograder.authoring.lint.subject import Subject
from autograder.grading.grader import PUBLIC_SEED
from autograder.judging.comparing import same
from autograder.observations import Observation
from autograder.runs import Run

__all__ = ["claims_show_the_same_in_any_order"]

#: What a ``checks.py`` imports whose claims share runs.
_SHARES = "one_run"
_REFERENCE = "reference"


def claims_show_the_same_in_any_order(subject: Subject) -> Iterator[Complaint]:
    """
    Each claim shows the same whichever claims come before it.

    Claims that share a run look at the same tensors and models, so one that changes these changes what
    a later one shows. The reference and every wrong program are run in the reverse order, too. So the
    first claim and the last have each been alone, and the reference shows the others alone as well.
    """
    checks = subject.exercise.checks_path
    if _SHARES not in checks.read_text(encoding="utf-8"):
        return
    disturbed: dict[str, str] = {}
    claims = [claim.check for claim in subject.exercise.sheet.claims]
    for name, source, run in _programs(subject):
        alone = claims[1:-1] if name == _REFERENCE else []
        for claim in _disturbed(subject, source, run, [claims[::-1], *([one] for one in alone)]):
            disturbed.setdefault(claim, name)
    for claim, name in disturbed.items():
        yield Complaint(
            f"{subject.file(checks)}: {claim}",
            f"shows something else of {name}.py if it comes before other claims: one of them changes "
            "what their one run returned. Note in the run what it was before, or let one of the claims "
            "make a run of its own",
        )


def _programs(subject: Subject) -> Iterator[tuple[str, str, Run]]:
    """Name and source of the reference and of each wrong program, and what it shows to all claims."""
    yield _REFERENCE, subject.programs.reference or "", subject.runs.reference
    for name, source in subject.programs.wrong.items():
        yield f"wrong/{name}", source, subject.runs.wrong[name]


def _disturbed(
    subject: Subject, source: str, shown: Run, orders: Sequence[Sequence[str]]
) -> Iterator[str]:
    """The claims that show something else of *source*, in one of these *orders*, than *shown*."""
    job = subject.grader.job(source, subject.exercise, PUBLIC_SEED)
    together = subject.grader.runner.run_together([job.only(order) for order in orders])
    for order, run in zip(orders, together, strict=True):
        if run is None or any(_differing(subject, shown, run, order)):
            # What it shows in company is not taken on trust.
            alone = subject.grader.run(source, subject.exercise, names=order)
            yield from _differing(subject, shown, alone, order)


def _differing(subject: Subject, shown: Run, run: Run, order: Sequence[str]) -> Iterator[str]:
    def alike(one: Observation, other: Observation) -> bool:
        parts = (one.facts, other.facts), (one.clues, other.clues)
        told = (one.call, dict(one.sizes)) == (other.call, dict(other.sizes))
        return told and all(same(*both, subject.grader.classify) for both in parts)

    for claim in order:
        seen, expected = run.observations.get(claim, ()), shown.observations[claim]
        if len(seen) != len(expected) or not all(map(alike, seen, expected)):
            yield claim
