"""The instructor's README: what each file is for, and where it is uploaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.assignments import Assignment
from autograder.content import Language
from autograder.files import quoted
from autograder.generating.handouts import heading, localized
from autograder.generating.places import INSTRUCTOR, STUDENTS
from autograder.languages import Words, mark, words_in

__all__ = ["instructions"]

#: By target, or by a folder within it, what there is on the students' side. Where a folder is listed
#: before its target, the target's own sentence is left out.
_FOR_STUDENTS = {
    "scripts": mark("Hand out this folder: scripts to work on in any editor."),
    "notebook": mark("Hand out this folder: notebooks for Jupyter, Colab or Kaggle."),
    "otter": mark("Hand out this folder: notebooks with otter-grader's public tests."),
    "actions": mark(
        "Make a template repository of this folder on GitHub; each student makes one from it, as "
        "GitHub Classroom does. To give marks, clone what they pushed and run `gradlings grade`."
    ),
    "quiz/sheets": mark(
        "A question sheet and a file for answers for each student, named after the student's id. Give "
        "each student only their own, never the folder: the numbers differ, and so do the right answers."
    ),
    "quiz": mark("Hand out this folder: the question sheet, and a file to write answers into."),
}
#: By target, what its folder on this side is for.
_FOR_THE_INSTRUCTOR = {
    "bundle": mark(
        "The keys of hidden cases and the rules. With it, the class can be graded where there are no "
        "solutions: `gradlings grade {assignment} HAND-INS… -o out/ --bundle {bundle}`. "
        "`--moodle WORKSHEET.csv` fills in a worksheet of Moodle's: where you upload it, tick *Allow "
        "updating records that have been modified more recently in Moodle than in the spreadsheet*, or "
        "Moodle keeps each grade that was changed there since."
    ),
    "otter": mark(
        "The autograder for otter-grader. Upload `{id}-autograder.zip` to Gradescope under *Configure "
        "Autograder*, or grade here: `otter run {id}.ipynb -a {id}-autograder.zip`."
    ),
    "gradescope": mark(
        "The autograder for Gradescope without otter-grader. Upload `{id}-gradescope.zip` under "
        "*Configure Autograder*; students hand in their scripts or notebook there."
    ),
    "nbgrader": mark(
        "A course folder of nbgrader, with hidden tests. Copy `source/{id}` and what you need of "
        "`nbgrader_config.py` into yours; `nbgrader generate_assignment {id}` makes what students get, "
        "without hidden tests. Before `nbgrader autograde {id}`, set the environment variable "
        "`GRADLINGS_BUNDLE` to the full path of `{bundle}`."
    ),
    "quiz": mark(
        "The questions with their keys, in a file for each platform and language, named after it; "
        "import your platform's. `sheet-key` is the question sheet with answers. Whoever imports a file "
        "twice has each question twice, so delete the first import before the second. A *why* gives its "
        "question's answer away, is worth nothing, and belongs into a later quiz. In a Moodle in English "
        "a number is typed with a point: it takes no decimal comma."
    ),
    "quiz/keys": mark("The right answers on everybody's own sheet, in one table."),
}

#: How each grader deals with written exercises.
_WRITTEN = mark(
    "Written exercises ({ids}) are graded by a person. `gradlings grade` collects the answers on a page "
    "for each, `written/ID.html`, and takes points from the table beside it, `written/ID.csv`."
)
_WRITTEN_THERE = {
    "nbgrader": mark(
        "nbgrader shows the answers in its formgrader, where points and comments are given: `nbgrader "
        "formgrader`. They count in its totals from then on."
    ),
    "otter": mark(
        "otter-grader runs no written exercises and its totals lack them. In the notebooks they are "
        "marked as manual questions, so `grader.export(pdf=True)` prints these alone; on Gradescope, "
        "make a second assignment of that PDF, or grade the notebooks with `gradlings grade`."
    ),
    "gradescope": mark(
        "In Gradescope's results they are shown without points. Add a manual question for each there "
        "(*Outline*), worth as many points, or grade the download with `gradlings grade`."
    ),
}


def instructions(assignment: Assignment, folder: Path) -> Iterator[tuple[str, str]]:
    """
    Yield the names and texts of the instructor's READMEs, one for each language of *assignment*.

    They describe what is in the output folder *folder* now.
    """
    for language in assignment.sheet.languages:
        name = f"{INSTRUCTOR}/{localized(assignment, language, 'README', '.md')}"
        yield name, "\n\n".join(_paragraphs(assignment, language, folder)) + "\n"


def _paragraphs(assignment: Assignment, language: Language, folder: Path) -> Iterator[str]:
    say = words_in(language)
    yield f"# {assignment.sheet.title[language]}"
    yield say(
        "Nothing in this folder is for students: with it, one can find out what hidden cases expect. "
        "What students get is beside it, in `{students}/`.",
        students=STUDENTS,
    )
    here = list(_entries(assignment, say, folder))
    yield heading(say("For you alone"))
    yield "\n".join(here)
    if assignment.written:
        yield heading(say("Written exercises"))
        yield say(_WRITTEN, ids=", ".join(f"`{task.id}`" for task in assignment.written))
        there = (s for t, s in _WRITTEN_THERE.items() if _has_files(folder / INSTRUCTOR / t))
        yield from map(say, there)
    if out := list(_handed_out(say, folder)):
        yield heading(say("For students"))
        yield "\n".join(out)


def _entries(assignment: Assignment, say: Words, folder: Path) -> Iterator[str]:
    parts = {
        "id": assignment.id,
        "assignment": quoted(f"{assignment.id}.yaml"),
        "bundle": f"{INSTRUCTOR}/bundle",
    }
    for name, sentence in _FOR_THE_INSTRUCTOR.items():
        if _has_files(folder / INSTRUCTOR / name):
            yield f"- `{name}/`: {say(sentence, **parts)}"


def _handed_out(say: Words, folder: Path) -> Iterator[str]:
    told: set[str] = set()
    for name, sentence in _FOR_STUDENTS.items():
        if _has_files(folder / STUDENTS / name) and name not in told:
            told.add(name.partition("/")[0])
            yield f"- `{STUDENTS}/{name}/`: {say(sentence)}"


def _has_files(folder: Path) -> bool:
    return any(path.is_file() for path in folder.rglob("*"))
