"""
What the course teaches and catches, as tables: ``python scripts/coverage.py``.

Generated from the content, so it can't be out of date. Writes ``docs/course.md`` and
``docs/course.hu.md`` (the course map for learners) and ``docs/coverage.md`` (for authors);
``--check`` tells whether they are current.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from pathlib import Path

from autograder.authoring import load_programs
from autograder.content import Course, Language, bundled_course_path, load_course
from autograder.judging import misconception_of
from autograder.quizzes import load_bank

# Where Colab finds the notebook of a chapter; scripts/notebooks.py writes them.
COLAB = (
    "https://colab.research.google.com/github/gradlings/gradlings/blob/main/notebooks/{name}.ipynb"
)
DOCS = Path(__file__).resolve().parent.parent / "docs"
WORDS = {
    "title": {"en": "Course map", "hu": "A kurzus térképe"},
    "lead": {
        "en": "Made from the course itself by `scripts/coverage.py`. ★ marks what nothing later needs.",
        "hu": "A `scripts/coverage.py` készíti magából a kurzusból. ★ jelöli, amire később semmi sem épül.",
    },
    "head": {
        "en": "| | exercise | teaches | do first | questions |",
        "hu": "| | feladat | mit tanít | előtte | kérdések |",
    },
    "colab": {"en": "Open in Colab", "hu": "Megnyitás Colabban"},
    "graph": {"en": "What builds on what", "hu": "Mi mire épül"},
}


def course_map(course: Course, language: Language) -> str:
    """Chapters, exercises, concepts and prerequisites, as tables and drawn level by level."""
    lines = [f"# {WORDS['title'][language]}", "", WORDS["lead"][language], ""]
    asked = defaultdict(list)
    for name, item in course.items.items():
        asked[item.after].append(name)
    for chapter, sheet in course.chapters.items():
        lines += [
            f"## {chapter[:2]} {sheet.title[language]}",
            "",
            f"[{WORDS['colab'][language]}]({COLAB.format(name=notebook_of(course, chapter, language))})",
            "",
            WORDS["head"][language],
            "|---|---|---|---|---|",
        ]
        for exercise in (e for e in course.exercises if e.chapter == chapter):
            concepts = "; ".join(
                course.concepts[c].title[language] for c in exercise.sheet.concepts
            )
            needs = ", ".join(f"`{n}`" for n in exercise.sheet.needs)
            star = " ★" if exercise.sheet.bonus else ""
            title = f"`{exercise.id}`{star} {exercise.sheet.title[language]}"
            lines.append(
                f"| {course.number(exercise)} | {title} | {concepts} | {needs} | {' '.join(asked[exercise.id])} |"
            )
        lines.append("")
    lines += [f"## {WORDS['graph'][language]}", "", "```text", *drawn(course), "```", ""]
    return "\n".join(lines)


def notebook_of(course: Course, chapter: str, language: Language) -> str:
    return chapter if language == course.languages[0] else f"{chapter}.{language}"


def drawn(course: Course) -> list[str]:
    """A line for each depth of prerequisites: an exercise is below all that it needs."""
    depth: dict[str, int] = {}
    for exercise in course.exercises:
        depth[exercise.id] = 1 + max((depth.get(n, 0) for n in exercise.sheet.needs), default=0)
    lines = []
    for level in range(1, max(depth.values()) + 1):
        names = [
            f"{e.id} ← {', '.join(e.sheet.needs)}" if e.sheet.needs else e.id
            for e in course.exercises
            if depth[e.id] == level
        ]
        lines += [f"{level:3}  {name}" if not i else f"     {name}" for i, name in enumerate(names)]
    return lines


def coverage(course: Course) -> str:
    """Concept × exercise × item; misconception × where it is caught; programs and words."""
    bank = load_bank(course) if course.banks else None
    programs = {e.id: load_programs(course, e) for e in course.exercises}
    lines = ["# Coverage", "", "Made by `scripts/coverage.py`.", "", "## Concepts", ""]
    lines += ["| concept | exercises | questions |", "|---|---|---|"]
    for name in course.concepts:
        exercises = [f"`{e.id}`" for e in course.exercises if name in e.sheet.concepts]
        items = [i for i, item in course.items.items() if name in item.concepts]
        lines.append(f"| {name} | {', '.join(exercises)} | {' '.join(items)} |")
    caught: dict[str, dict[str, int]] = defaultdict(dict)
    for exercise in course.exercises:
        for program in programs[exercise.id].wrong:
            where = caught[misconception_of(program)]
            where[exercise.id] = where.get(exercise.id, 0) + 1
    items = defaultdict(list)
    for item, shown in (bank.shows if bank else {}).items():
        for name in shown:
            items[name].append(item)
    lines += [
        "",
        "## Misconceptions",
        "",
        "| misconception | wrong programs | questions |",
        "|---|---|---|",
    ]
    for name in course.misconceptions:
        where = ", ".join(f"`{e}` {n}" for e, n in caught[name].items())
        lines.append(f"| {name} | {where} | {' '.join(items[name])} |")
    lines += [
        "",
        "## Exercises",
        "",
        "| exercise | right variants | wrong programs | misconceptions |",
        "|---|---|---|---|",
    ]
    for exercise in course.exercises:
        found = programs[exercise.id]
        named = {misconception_of(program) for program in found.wrong}
        lines.append(
            f"| `{exercise.id}` | {len(found.right)} | {len(found.wrong)} | {len(named)} |"
        )
    right, wrong = (sum(len(getattr(p, k)) for p in programs.values()) for k in ("right", "wrong"))
    lines.append(
        f"| **{len(programs)}** | **{right}** | **{wrong}** | **{sum(bool(c) for c in caught.values())}** |"
    )
    lines += ["", "## Words", "", "| | words |", "|---|---|"]
    lines += [f"| {language} | {words(course, language):,} |" for language in course.languages]
    return "\n".join(lines) + "\n"


def words(course: Course, language: Language) -> int:
    """Words of statements, stubs, sheets, chapters, misconceptions, explanations and items."""
    texts = []
    for exercise in course.exercises:
        sheet = exercise.sheet
        texts += [exercise.statement(language), exercise.stub(language), sheet.title[language]]
        texts += [claim.claim[language] for claim in sheet.claims]
        texts += [hint[language] for hint in sheet.hints]
        texts += [sheet.takeaway[language], *(t[language] for t in sheet.facts.values())]
    name = "README.md" if language == "en" else f"README.{language}.md"
    texts += [path.read_text(encoding="utf-8") for path in course.path.glob(f"[0-9]*/{name}")]
    for one in course.misconceptions.values():
        texts += [one.title[language], one.sentence[language]]
    texts += [one.means[language] for one in course.explanations.values()]
    for item in course.items.values():
        texts += [item.stem[language]]
        texts += [option.text[language] for option in item.options.values() if option.text]
    return sum(len(re.findall(r"\w+", text)) for text in texts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    course = load_course(bundled_course_path())
    pages = {
        "course.md": course_map(course, "en"),
        "course.hu.md": course_map(course, "hu"),
        "coverage.md": coverage(course),
    }
    stale = [
        n for n, t in pages.items() if not (DOCS / n).exists() or (DOCS / n).read_text("utf-8") != t
    ]
    if check:
        if stale:
            sys.exit(f"stale: {', '.join(stale)}; run: make pages")
        return
    for name, text in pages.items():
        (DOCS / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {', '.join(pages)}")


if __name__ == "__main__":
    main()
