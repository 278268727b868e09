"""``lock`` and ``lint`` for the item bank: keys are computed, fairness is proved."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from autograder.authoring.items import Solver, load_item_solutions
from autograder.authoring.programs import solutions_path
from autograder.authoring.snippets import SnippetRunner
from autograder.content import ContentError, Course, Exercise, nearest
from autograder.content.items import Distractor, Item, ItemSolution, OptionSolution
from autograder.files import write_whole
from autograder.quizzes import CollisionError, ItemError, Solved, kind_of
from autograder.quizzes.bank import BankError, read_bank, write_bank
from autograder.quizzes.variants import PUBLIC_SEED

__all__ = [
    "PUBLIC_VARIANTS",
    "ItemReport",
    "bank_is_current",
    "bank_text",
    "lint_bank",
    "linted_bank_text",
    "solved_items",
    "solved_variants",
    "solver_for",
    "write_bank_file",
]

#: How many variants of an item with parameters ship with the course.
PUBLIC_VARIANTS = 12
#: The least number of characters in an argument for a typed key.
_ARGUMENT = 60


@dataclass(frozen=True, slots=True)
class ItemReport:
    """
    One row of the table of items.

    Attributes:
        key: ``computed``, or ``argued`` where no program can find it.
        misconceptions: Ids of the misconceptions that its wrong answers show.
        answers: How many wrong answers are known.
        different: How many of the variants that were made differ.
        shipped: The variants that ``quiz.key.json`` has to hold, as far as they could be made.
    """

    item: str
    chapter: str
    kind: str
    key: str
    misconceptions: tuple[str, ...]
    answers: int
    variants: int
    different: int
    complaints: tuple[str, ...]
    shipped: tuple[Solved, ...] = field(default=(), repr=False)


def solver_for(course: Course, runner: SnippetRunner, seed: str = PUBLIC_SEED) -> Solver:
    """Return the solver that makes keys of *course*'s items, for variants drawn from *seed*."""
    return Solver(runner, course.misconceptions, seed)


def solved_items(
    course: Course,
    chapter: str,
    solver: Solver,
    variants: int = PUBLIC_VARIANTS,
    only: Collection[str] = (),
) -> dict[str, list[Solved]]:
    """
    Return the variants of each item of a chapter, with keys; *only* of some, unless empty.

    Raises:
        ItemError: If an item has no key; the message names the item.
    """
    wanted = {
        name: range(variants if item.parameters else 1)
        for name, item in course.banks[chapter].root.items()
        if not only or name in only
    }
    return solved_variants(course, chapter, solver, wanted)


def solved_variants(
    course: Course, chapter: str, solver: Solver, wanted: Mapping[str, Iterable[int]]
) -> dict[str, list[Solved]]:
    """
    Return the variants with the *wanted* numbers of items of a chapter, with keys.

    Raises:
        ItemError: If an item has no key; the message names the item.
    """
    solutions = load_item_solutions(course, chapter)
    solved: dict[str, list[Solved]] = {}
    for name, numbers in wanted.items():
        item = course.banks[chapter].root[name]
        if name not in solutions:
            raise ItemError(f"solutions/{chapter}/quiz.yaml lacks {name}")
        try:
            solved[name] = [
                solver.variant(name, item, solutions[name], number) for number in numbers
            ]
        except ItemError as error:
            raise ItemError(f"{chapter}/quiz.yaml: {name}: {error}") from None
    return solved


def bank_text(course: Course, chapter: str, solver: Solver) -> str:
    """Return the text that ``quiz.key.json`` of *chapter* has to have."""
    return write_bank(solved_items(course, chapter, solver), _digest(course, chapter))


def linted_bank_text(course: Course, chapter: str, reports: Iterable[ItemReport]) -> str:
    """
    Return :func:`bank_text` from *reports* of all its items, so that none is solved again.

    Args:
        reports: Reports without complaints; those of other chapters are ignored.
    """
    solved = {r.item: r.shipped for r in reports if r.chapter == chapter}
    return write_bank(solved, _digest(course, chapter))


def bank_is_current(course: Course, chapter: str, text: str) -> bool:
    """Tell whether the chapter's ``quiz.key.json`` says what *text* says, in whatever form."""
    path = course.path / chapter / "quiz.key.json"
    try:
        return read_bank(path.read_bytes()) == read_bank(text)
    except (FileNotFoundError, BankError):
        return False


def write_bank_file(course: Course, chapter: str, text: str) -> bool:
    """
    Write *text* to the chapter's ``quiz.key.json`` if it changed; return whether it did.

    Raises:
        OSError: If it can't be written; the old one is unharmed.
    """
    if bank_is_current(course, chapter, text):
        return False
    write_whole(course.path / chapter / "quiz.key.json", text)
    return True


def lint_bank(
    course: Course, chapter: str, solver: Solver, *, variants: int = PUBLIC_VARIANTS
) -> Iterator[ItemReport]:
    """Check each item of a chapter against the rules; make *variants* of each with parameters."""
    items = course.banks[chapter].root
    try:
        solutions = load_item_solutions(course, chapter)
    except ContentError as error:
        yield ItemReport("", chapter, "", "", (), 0, 0, 0, (str(error),))
        return
    for name in solutions.keys() - items.keys():
        problem = f"is in solutions/{chapter}/quiz.yaml only.{nearest(name, items)} Remove it"
        yield ItemReport(name, chapter, "", "", (), 0, 0, 0, (problem,))
    exercises = {exercise.id: exercise for exercise in course.exercises}
    for name, item in items.items():
        if name not in solutions:
            problem = f"has no entry in solutions/{chapter}/quiz.yaml; write its explain and key"
            yield ItemReport(name, chapter, item.kind, "", (), 0, 0, 0, (problem,))
            continue
        yield _lint_item(course, chapter, name, item, solutions[name], solver, variants, exercises)


def _lint_item(
    course: Course,
    chapter: str,
    name: str,
    item: Item,
    solution: ItemSolution,
    solver: Solver,
    variants: int,
    exercises: Mapping[str, Exercise],
) -> ItemReport:
    complaints = list(_references(course, item, solution, exercises))
    made: list[Solved] = []
    # The variants that ship are made even if fewer are asked for.
    for number in range(max(variants, PUBLIC_VARIANTS) if item.parameters else 1):
        try:
            made.append(solver.variant(name, item, solution, number))
        except CollisionError as error:
            complaints.append(f"variant {number} is unfair: {error}")
            break
        except ItemError as error:
            complaints.append(str(error))
            break
    shipped, made = tuple(made[:PUBLIC_VARIANTS]), made[:variants]
    different = {(s.question.stem.first, s.question.code, _options(s), s.right) for s in made}
    if item.parameters and made and len(different) < min(variants, 6):
        complaints.append(
            f"{variants} variants are only {len(different)} different ones; give parameters more values"
        )
    for solved in made[:1]:
        complaints += _wording(item, solution, solved)
    return ItemReport(
        name,
        chapter,
        item.kind.value,
        "argued" if kind_of(item.kind).is_argued(solution) else "computed",
        tuple(sorted(made[0].shows)) if made else (),
        len(made[0].wrong) if made else 0,
        len(made),
        len(different),
        tuple(complaints),
        shipped,
    )


def _options(solved: Solved) -> tuple[str, ...]:
    return tuple(sorted(option.text.first for option in solved.question.options))


def _references(
    course: Course, item: Item, solution: ItemSolution, exercises: Mapping[str, Exercise]
) -> Iterator[str]:
    if item.after not in exercises:
        yield f"comes after {item.after!r}, which is no exercise.{nearest(item.after, exercises)}"
    for concept in item.concepts:
        if concept not in course.concepts:
            yield (
                f"asks for the concept {concept!r}, which concepts.yaml lacks."
                f"{nearest(concept, course.concepts)}"
            )
    wordings: list[Distractor | OptionSolution] = [
        *solution.distractors,
        *solution.options.values(),
    ]
    wordings += solution.why.options.values() if solution.why else []
    for misconception in {s.misconception for s in wordings if s.misconception}:
        if misconception not in course.misconceptions:
            yield (
                f"names the misconception {misconception!r}, which misconceptions.yaml lacks."
                f"{nearest(misconception, course.misconceptions)}"
            )


def _wording(item: Item, solution: ItemSolution, solved: Solved) -> Iterator[str]:
    question = solved.question
    for language in item.stem.root:
        if any(_PARAMETER.search(text[language]) for text in (question.stem, solved.explain)):
            yield f"its {language} text names a parameter that the item lacks ($…)"
    if question.code and _PARAMETER.search(question.code):
        yield "its code names a parameter that the item lacks ($…)"
    kind = kind_of(item.kind)
    yield from kind.complaints(solved)
    if kind.is_argued(solution) and len(solution.explain.first) < _ARGUMENT:
        yield "its key is typed by hand, so explain has to argue it; say more"


#: A parameter that was not filled in.
_PARAMETER = re.compile(r"\$\{?[a-z_]")


def _digest(course: Course, chapter: str) -> str:
    """SHA-256 of both sides of a chapter's items, line ends normalised."""
    digest = hashlib.sha256()
    for path in (
        course.path / chapter / "quiz.yaml",
        solutions_path(course) / chapter / "quiz.yaml",
    ):
        if path.exists():
            digest.update(path.read_text(encoding="utf-8").encode())
    return digest.hexdigest()
