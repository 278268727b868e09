"""
``gradlings lint``: prove an exercise before a learner meets it.

Every rule is a function from what is known of an exercise to complaints, found
in ``RULES``; the first ones look at files, the last ones run programs.
"""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from autograder.authoring.lock import LockError, is_current, make_key, observe
from autograder.authoring.programs import Programs, load_programs, solutions_path
from autograder.content import LANGUAGES, Course, Exercise, nearest
from autograder.feedback import has_words
from autograder.grading import Grader
from autograder.judging import Key, Outcome, Verdict, judge, misconception_of
from autograder.judging.comparing import first_difference, same
from autograder.observations import ErrorFact, Observation
from autograder.runs import End

__all__ = ["RULES", "Complaint", "LintReport", "ProgramResult", "lint_course", "lint_exercise"]


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing for the author to mend: the file, what is wrong, and the fix."""

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}\n  {self.problem}"


@dataclass(frozen=True, slots=True)
class ProgramResult:
    """How one program of ``solutions/`` was judged."""

    program: str
    outcome: Outcome
    named: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LintReport:
    """
    Attributes:
        programs: Every wrong program and what it was called; the table of the README.
    """

    exercise: str
    complaints: tuple[Complaint, ...]
    programs: tuple[ProgramResult, ...] = ()
    right: int = 0


@dataclass
class Subject:
    """What is known of the exercise under examination. Running is done once, when first asked."""

    course: Course
    exercise: Exercise
    grader: Grader
    programs: Programs = field(init=False)

    def __post_init__(self) -> None:
        self.programs = load_programs(self.course, self.exercise)

    @cached_property
    def key(self) -> Key:
        return make_key(self.grader, self.exercise, self.programs)

    def judge(self, source: str) -> Verdict:
        """Judge *source* by the fresh key, whatever ``key.json`` says."""
        exercise, grader = self.exercise, self.grader
        names = [claim.check for claim in exercise.sheet.claims]
        run = grader.run(source, exercise, names=names)
        return judge(run, self.key, grader.rubric(exercise), grader.classify)

    @cached_property
    def on_other_seeds(self) -> list[dict[str, tuple[Observation, ...]]]:
        """What the reference sends on the cases of other seeds, by check."""
        source = self.programs.reference or ""
        return [
            observe(self.grader, self.exercise, "reference", source, seed) for seed in _OTHER_SEEDS
        ]

    @cached_property
    def wrong_verdicts(self) -> dict[str, Verdict]:
        return {name: self.judge(source) for name, source in self.programs.wrong.items()}

    def file(self, path: Path) -> str:
        return _shown(self.course, path)

    @property
    def sheet_file(self) -> str:
        return self.file(self.exercise.folder / "exercise.yaml")

    def program_file(self, name: str) -> str:
        return self.file(self.programs.folder / f"{name}.py")


def _not_utf_8(course: Course, exercise: Exercise) -> Iterator[Complaint]:
    """All else reads these files as texts."""
    for folder in (exercise.folder, solutions_path(course) / exercise.chapter / exercise.id):
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.md")]):
            try:
                path.read_bytes().decode("utf-8")
            except UnicodeDecodeError as error:
                problem = f"is not UTF-8 at byte {error.start}; save it as UTF-8"
                yield Complaint(_shown(course, path), problem)


def _shown(course: Course, path: Path) -> str:
    try:
        return str(path.resolve().relative_to(course.path.resolve().parent))
    except ValueError:
        return str(path)


Rule = Callable[[Subject], Iterable[Complaint]]


def lint_exercise(
    grader: Grader, exercise: Exercise, *, key_must_be_current: bool = True
) -> LintReport:
    """Hold *exercise* against every rule."""
    unreadable = tuple(_not_utf_8(grader.course, exercise))
    if unreadable:
        return LintReport(exercise.id, unreadable)
    subject = Subject(grader.course, exercise, grader)
    complaints = [complaint for rule in FILE_RULES for complaint in rule(subject)]
    results: tuple[ProgramResult, ...] = ()
    try:
        for rule in RUNNING_RULES:
            if rule is not key_is_current or key_must_be_current:
                complaints += rule(subject)
        results = tuple(
            ProgramResult(name, verdict.outcome, verdict.misconceptions, verdict.advice)
            for name, verdict in subject.wrong_verdicts.items()
        )
    except LockError as error:
        complaints.append(Complaint(subject.file(subject.programs.folder), str(error)))
    return LintReport(exercise.id, tuple(complaints), results, len(subject.programs.right))


def lint_course(course: Course) -> list[Complaint]:
    """Hold against the rules what belongs to no single exercise."""
    ids = {exercise.id for exercise in course.exercises}
    complaints = [
        Complaint(
            f"{course.path.name}/misconceptions.yaml: {name}",
            f"is taught by the exercise {misconception.exercise!r}, which does not exist."
            f"{nearest(misconception.exercise, ids)}",
        )
        for name, misconception in course.misconceptions.items()
        if misconception.exercise is not None and misconception.exercise not in ids
    ]
    complaints += [
        Complaint(
            f"{course.path.name}/errors.yaml: {name}",
            f"names the misconception {misconception!r}, which misconceptions.yaml lacks."
            f"{nearest(misconception, course.misconceptions)}",
        )
        for name, explanation in course.explanations.items()
        for misconception in explanation.misconceptions
        if misconception not in course.misconceptions
    ]
    known = {solutions_path(course) / e.chapter / e.id for e in course.exercises}
    complaints += [
        Complaint(str(folder), "holds solutions of no exercise; rename or remove it")
        for folder in sorted(solutions_path(course).glob("*/*"))
        if folder.is_dir() and folder not in known
    ]
    complaints += [
        Complaint(str(path.relative_to(course.path.parent)), "is no file of a course; remove it")
        for path in sorted([*course.path.glob("*"), *course.path.glob("*/*")])
        if path.is_file() and path.name not in _COURSE_FILES
    ]
    return complaints


_COURSE_FILES = (
    "misconceptions.yaml",
    "errors.yaml",
    "concepts.yaml",
    "chapter.yaml",
    "quiz.yaml",
    "quiz.key.json",
    "README.md",
    "README.hu.md",
)


# Rules about files


def files_are_all_there(subject: Subject) -> Iterator[Complaint]:
    """Statement and stub in every language, and the checks."""
    exercise = subject.exercise
    wanted = [exercise.checks_path]
    for language in LANGUAGES:
        wanted += [exercise.statement_path(language), exercise.stub_path(language)]
    for path in wanted:
        if not path.is_file() or not path.read_text(encoding="utf-8").strip():
            yield Complaint(subject.file(path), "is missing or empty; write it")


def no_stray_files(subject: Subject) -> Iterator[Complaint]:
    """Only files with a meaning: a misspelt one would silently do nothing."""
    exercise = subject.exercise
    known = {"exercise.yaml", "checks.py", "key.json", "README.md", "stub.py"}
    known |= {f"README.{language}.md" for language in LANGUAGES}
    known |= {f"stub.{language}.py" for language in LANGUAGES}
    for path in sorted(exercise.folder.iterdir()):
        if path.name not in known and path.name != "__pycache__":
            yield Complaint(
                subject.file(path),
                f"is no file of an exercise.{nearest(path.name, known)} Remove it",
            )
    for path in subject.programs.stray:
        yield Complaint(
            subject.file(path), "is neither reference.py, right/*.py nor wrong/*.py; remove it"
        )


def ids_are_known(subject: Subject) -> Iterator[Complaint]:
    """Misconceptions and checks that are named must exist."""
    known = subject.course.misconceptions
    named = [(subject.sheet_file, name) for name in subject.exercise.sheet.advice]
    named += [
        (subject.program_file(f"wrong/{name}"), misconception_of(name))
        for name in subject.programs.wrong
    ]
    for file, name in named:
        if name not in known:
            yield Complaint(
                file,
                f"names the misconception {name!r}, which misconceptions.yaml lacks."
                f"{nearest(name, known)}",
            )
    wrong = {misconception_of(name) for name in subject.programs.wrong}
    for name in subject.exercise.sheet.advice:
        if name not in wrong:
            yield Complaint(
                subject.sheet_file,
                f"marks {name!r} as advice, but no wrong/{name}.py shows it; add one",
            )
    yield from _checks_are_defined(subject)


def concepts_and_needs_are_known(subject: Subject) -> Iterator[Complaint]:
    """What it teaches is in ``concepts.yaml``; what it needs comes earlier in the course."""
    course, sheet = subject.course, subject.exercise.sheet
    for name in sheet.concepts:
        if name not in course.concepts:
            yield Complaint(
                subject.sheet_file,
                f"teaches the concept {name!r}, which concepts.yaml lacks."
                f"{nearest(name, course.concepts)}",
            )
    numbers = {exercise.id: exercise.sheet.number for exercise in course.exercises}
    for name in sheet.needs:
        if name not in numbers:
            yield Complaint(
                subject.sheet_file,
                f"needs the exercise {name!r}, which does not exist.{nearest(name, numbers)}",
            )
        elif numbers[name] >= sheet.number:
            yield Complaint(
                subject.sheet_file,
                f"needs {name!r}, which comes later (number {numbers[name]}); "
                "need an earlier one, or move the exercise",
            )


def _checks_are_defined(subject: Subject) -> Iterator[Complaint]:
    path = subject.exercise.checks_path
    if not path.is_file():
        return
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except SyntaxError as error:
        yield Complaint(f"{subject.file(path)}:{error.lineno}", f"is not Python: {error.msg}")
        return
    defined = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    claimed = [claim.check for claim in subject.exercise.sheet.claims]
    for name in claimed:
        if name not in defined:
            yield Complaint(
                subject.sheet_file,
                f"claims the check {name!r}, which checks.py lacks.{nearest(name, defined)}",
            )
    for name in sorted(defined.difference(claimed)):
        yield Complaint(
            f"{subject.file(path)}: {name}",
            "is claimed by no line of the rubric; claim it, or start its name with _",
        )
    for name in {name for name in claimed if claimed.count(name) > 1}:
        yield Complaint(subject.sheet_file, f"claims the check {name!r} twice; merge the claims")


def stub_is_a_stub(subject: Subject) -> Iterator[Complaint]:
    """A TODO to find, and the same code in every language."""
    exercise = subject.exercise
    trees = {}
    for language in LANGUAGES:
        path = exercise.stub_path(language)
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8")
        if "# TODO" not in text:
            yield Complaint(subject.file(path), "has no '# TODO'; say beside the code what to do")
        try:
            trees[language] = _code(text)
        except SyntaxError as error:
            yield Complaint(subject.file(path), f"is not Python (line {error.lineno}): {error.msg}")
    for language, tree in trees.items():
        if tree != trees.get("en", tree):
            yield Complaint(
                subject.file(exercise.stub_path(language)),
                "has other code than stub.py; only docstrings and comments may differ",
            )


def signatures_agree(subject: Subject) -> Iterator[Complaint]:
    """The learner is asked for exactly what the reference is."""
    exercise, source = subject.exercise, subject.programs.reference
    path = exercise.stub_path("en")
    if source is None or not path.is_file():
        return
    try:
        stub = _signatures(path.read_text(encoding="utf-8"))
        reference = _signatures(source)
    except SyntaxError:
        return  # told by another rule
    if exercise.function not in stub:
        yield Complaint(subject.file(path), f"defines no function {exercise.function!r}; add it")
    for name in stub:
        if name in reference and stub[name] != reference[name]:
            yield Complaint(
                subject.file(path),
                f"asks for {name}{stub[name]}, the reference has {name}{reference[name]}; "
                "make them equal",
            )


def by_hand_needs_no_library(subject: Subject) -> Iterator[Complaint]:
    """What an exercise with ``torch: false`` gives and runs can be run without torch."""
    exercise = subject.exercise
    if exercise.sheet.torch:
        return
    for path in (exercise.checks_path, *map(exercise.stub_path, LANGUAGES)):
        if not path.is_file():
            continue
        for line, name in _needed_libraries(path.read_text(encoding="utf-8")):
            yield Complaint(
                f"{subject.file(path)}:{line}",
                f"needs {name}, but stub and checks of an exercise that is marked torch: false "
                "need no library; do without, or drop the mark",
            )


def hints_do_not_solve(subject: Subject) -> Iterator[Complaint]:
    """No hint, statement or takeaway holds a line of a right answer that the stub lacks."""
    exercise = subject.exercise
    given = set()
    for language in LANGUAGES:
        path = exercise.stub_path(language)
        if path.is_file():
            given |= set(map(_squeezed, path.read_text(encoding="utf-8").splitlines()))
    answers = [subject.programs.reference or "", *subject.programs.right.values()]
    secret = {
        _squeezed(line)
        for source in answers
        for line in source.splitlines()
        if _is_telling(line) and _squeezed(line) not in given
    }
    for language in LANGUAGES:
        sheet, statement = subject.sheet_file, exercise.statement_path(language)
        texts = [
            (f"{sheet}: hints.{number}.{language}", hint[language])
            for number, hint in enumerate(exercise.sheet.hints)
        ]
        texts.append((f"{sheet}: takeaway.{language}", exercise.sheet.takeaway[language]))
        if statement.is_file():
            texts.append((subject.file(statement), exercise.statement(language)))
        for where, text in texts:
            for line in secret:
                if line in _squeezed(text):
                    yield Complaint(
                        where,
                        f"holds a line of a right answer ({line}); say the idea instead",
                    )


# Rules that run programs


def reference_passes(subject: Subject) -> Iterator[Complaint]:
    """The reference, and every other right answer, gets full points and no advice."""
    if subject.programs.reference is None:
        raise LockError("reference.py is missing; write the right answer there")
    raised = [case.reference.facts.get("raised") for c in subject.key.checks.values() for case in c]
    if all(isinstance(fact, ErrorFact) for fact in raised):
        problem = f"raises in every case of every check ({raised[0]!s:.120}); mend it"
        yield Complaint(subject.program_file("reference"), problem)
    for name, source in {"reference": subject.programs.reference, **_right(subject)}.items():
        verdict = subject.judge(source)
        if verdict.outcome is not Outcome.PASSED or verdict.advice:
            yield Complaint(
                subject.program_file(name),
                f"must pass, but {_told(verdict)}. Does a check look at a matter of taste?",
            )


def stub_fails(subject: Subject) -> Iterator[Complaint]:
    """Nobody gets the tick for opening a file."""
    for language in LANGUAGES:
        path = subject.exercise.stub_path(language)
        if path.is_file():
            verdict = subject.judge(path.read_text(encoding="utf-8"))
            if verdict.outcome not in (Outcome.FAILED, Outcome.ERRORED):
                yield Complaint(subject.file(path), f"must fail, but {_told(verdict)}")


def wrong_programs_are_named(subject: Subject) -> Iterator[Complaint]:
    """Each is told its own misconception and no other, and fails unless it is advice."""
    for name, verdict in subject.wrong_verdicts.items():
        misconception = misconception_of(name)
        if misconception in subject.exercise.sheet.advice:
            right = verdict.outcome is Outcome.PASSED and verdict.advice == (misconception,)
        else:
            right = (
                verdict.outcome is Outcome.FAILED
                and verdict.misconceptions == (misconception,)
                and not verdict.advice
            )
        if not right:
            yield Complaint(
                subject.program_file(f"wrong/{name}"),
                f"must be named {misconception!r}, but {_told(verdict)}",
            )


def programs_can_be_told_apart(subject: Subject) -> Iterator[Complaint]:
    """Two programs that show the same thing mean that a check, or a clue, is missing."""
    key, classify = subject.key, subject.grader.classify
    for one, other in itertools.combinations(key.programs, 2):
        alike = all(
            same(case.wrong[one].facts, case.wrong[other].facts, classify)
            and same(case.wrong[one].clues, case.wrong[other].clues, classify)
            for cases in key.checks.values()
            for case in cases
        )
        if alike:
            yield Complaint(
                subject.program_file(f"wrong/{one}"),
                f"shows the same as wrong/{other}.py in every case; "
                "add a check or a clue that tells them apart, or merge them",
            )


_CONSTANTS = (
    "None",
    "0",
    "0.0",
    "True",
    "'text'",
    "[]",
    "()",
    "object()",
    "float('nan')",
    "_T",
    "_W",
)


def constants_fail(subject: Subject) -> Iterator[Complaint]:
    """A submission that returns the same garbage always fails, and breaks no check."""
    for constant in _CONSTANTS:
        source = (
            "import torch\n"
            "_T = torch.zeros(2, 3)\n_W = torch.zeros(3, 1, requires_grad=True)\n"
            f"def {subject.exercise.function}(*args, **kwargs):\n    return {constant}\n"
        )
        verdict = subject.judge(source)
        if verdict.outcome not in (Outcome.FAILED, Outcome.ERRORED):
            yield Complaint(
                subject.file(subject.exercise.checks_path),
                f"a function that always returns {constant} must fail, but {_told(verdict)}",
            )


#: Seeds of the cases that public facts are replayed on.
_OTHER_SEEDS = ("another", "one more")


def claims_have_witnesses(subject: Subject) -> Iterator[Complaint]:
    """What the reference shows on the public cases passes no claim on the cases of other seeds."""
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
    """``key.json`` says what the programs show now."""
    if not is_current(subject.grader, subject.exercise, subject.key):
        yield Complaint(
            subject.file(subject.exercise.key_path),
            f"is not what the programs show now; run: gradlings lock {subject.exercise.id}",
        )


FILE_RULES: tuple[Rule, ...] = (
    files_are_all_there,
    no_stray_files,
    ids_are_known,
    concepts_and_needs_are_known,
    stub_is_a_stub,
    signatures_agree,
    by_hand_needs_no_library,
    hints_do_not_solve,
)
RUNNING_RULES: tuple[Rule, ...] = (
    reference_passes,
    stub_fails,
    wrong_programs_are_named,
    programs_can_be_told_apart,
    constants_fail,
    claims_have_witnesses,
    facts_have_words,
    key_is_current,
)
RULES = (*FILE_RULES, *RUNNING_RULES)


def _right(subject: Subject) -> dict[str, str]:
    return {f"right/{name}": source for name, source in subject.programs.right.items()}


def _told(verdict: Verdict) -> str:
    """What a verdict says, in half a sentence for authors."""
    words = [f"is {verdict.outcome}"]
    if verdict.misconceptions:
        words.append(f"named {', '.join(verdict.misconceptions)}")
    if verdict.advice:
        words.append(f"advised {', '.join(verdict.advice)}")
    for check in verdict.checks:
        if check.reason is not None and not verdict.misconceptions:
            difference = check.reason.difference
            where = f"in {check.check}"
            if difference is not None:
                where += (
                    f": {difference.name} observed {difference.observed!s:.120}, "
                    f"expected {difference.expected!s:.120}"
                )
            elif check.reason.end is not End.DONE:
                where += f": {check.reason.end}"
            else:
                where += f": {check.reason.kind} {check.reason.detail}".rstrip()
            words.append(where)
            break
    return ", ".join(words)


def _code(text: str) -> str:
    """The code of *text* without docstrings and comments, in one normal form."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree)


def _needed_libraries(text: str) -> Iterator[tuple[int, str]]:
    """Lines of *text* that need a library beside Python itself, each with what it needs."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return  # told by another rule
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), names=names):
                modules = [f"{module}.{alias.name}" for alias in names]
            case ast.Attribute(attr="tensor" | "seed_torch" as name, value=ast.Name(id="case")):
                modules = [f"torch (case.{name})"]
            case _:
                continue
        yield from ((node.lineno, module) for module in modules if not _is_plain(module))


def _is_plain(module: str) -> bool:
    """Python's own, or what of ours does without torch; ``package.module.name`` will do."""
    package, *parts = module.split(".")
    if package == "autograder":
        from autograder.probing.torch_parts import WITH_TORCH  # noqa: PLC0415 - learners' commands do without

        ours = parts[:1] in (["probing"], ["observations"])
        return ours and {*WITH_TORCH, *WITH_TORCH.values()}.isdisjoint(parts)
    return package in sys.stdlib_module_names


def _signatures(text: str) -> dict[str, str]:
    """``"(W: Tensor, lr: float) -> None"`` by name, for the functions of *text*."""
    return {
        node.name: f"({ast.unparse(node.args)})"
        + (f" -> {ast.unparse(node.returns)}" if node.returns else "")
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text.partition("#")[0] if text.count("\n") == 0 else text)


def _is_telling(line: str) -> bool:
    """Imports, ``return loss`` and the like give nothing away."""
    code = _squeezed(line)
    dull = ("import", "from", "def", "class", "@", "#", '"', "return", "for", "with", "else", "if")
    return len(code) >= 10 and not code.startswith(dull)
