"""Rules about stubs: what a learner begins with."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from autograder.authoring.lint.complaints import Complaint
from autograder.authoring.lint.subject import Subject

__all__ = ["by_hand_needs_no_library", "signatures_agree", "stub_is_a_stub"]


def stub_is_a_stub(subject: Subject) -> Iterator[Complaint]:
    """The stub has a TODO, and the same code in every language."""
    exercise = subject.exercise
    trees = {}
    for language in exercise.languages:
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
        if tree != trees.get(exercise.languages[0], tree):
            yield Complaint(
                subject.file(exercise.stub_path(language)),
                "has other code than stub.py; only docstrings and comments may differ",
            )


def signatures_agree(subject: Subject) -> Iterator[Complaint]:
    """The stub's functions have the signatures of the reference's."""
    exercise, source = subject.exercise, subject.programs.reference
    path = exercise.stub_path(exercise.languages[0])
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
    """Code that an exercise with ``torch: false`` hands out or runs needs no library but numpy."""
    exercise = subject.exercise
    if exercise.sheet.torch:
        return
    for path in (exercise.checks_path, *map(exercise.stub_path, exercise.languages)):
        if not path.is_file():
            continue
        for line, name in _needed_libraries(path.read_text(encoding="utf-8")):
            yield Complaint(
                f"{subject.file(path)}:{line}",
                f"needs {name}, but where torch is false, in the exercise or for the course, there is "
                "numpy alone; do without, or say torch: true",
            )


def _code(text: str) -> str:
    """The code of *text* without docstrings and comments, in one normal form."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return ast.dump(tree)


def _signatures(text: str) -> dict[str, str]:
    """The signatures, ``"(W: Tensor, lr: float) -> None"``, of the functions of *text*, by name."""
    return {
        node.name: f"({ast.unparse(node.args)})"
        + (f" -> {ast.unparse(node.returns)}" if node.returns else "")
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


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
    """Whether *module*, or ``module.name``, is Python's own, numpy's, or one of ours without torch."""
    package, *parts = module.split(".")
    if package == "autograder":
        # Learners' commands do without.
        from autograder.probing.torch_parts import MODULES_WITH_TORCH, WITH_TORCH  # noqa: PLC0415

        ours = parts[:1] in (["probing"], ["observations"])
        modules = {".".join(parts[1:end]) for end in range(2, len(parts) + 1)}
        return ours and {*WITH_TORCH, *MODULES_WITH_TORCH}.isdisjoint({*parts, *modules})
    if package == "numpy":
        return parts[:1] != ["polynomial"]  # not there: it differentiates
    return package in sys.stdlib_module_names
