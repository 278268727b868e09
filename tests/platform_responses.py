"""
Writes responses as Moodle and Canvas write them, after the real files of those platforms.

Everything is made from the forms that publishers export: an answer is what a learner would click or
type there, and its worth is what the form says, without our reading and judging of answers.
"""

from __future__ import annotations

import csv
import html
import io
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from autograder.generating.quizzes.forms import Choice, Form, Pool, Way
from autograder.quizzes import read_stamp
from autograder.quizzes.stamps import letter, lettered, stamp

#: What nobody predicted, and what no question asks for.
NONSENSE = "123456"


@dataclass(frozen=True)
class Given:
    """
    An answer to a form: the chosen options in their order, or what was typed.

    Attributes:
        credit: What the form says that it is worth; None if it is no answer to it at all.
    """

    form: Form
    chosen: tuple[Choice, ...] = ()
    typed: str = ""
    credit: float | None = 0.0


@dataclass(frozen=True)
class Student:
    """A student and all answers, by the name of the form's item, in the order of the quiz."""

    last: str
    first: str
    mail: str
    answers: Sequence[Given]
    submitted: str = "28 November 2026  6:17 AM"
    attempt: int = 1


Persona = Callable[[Form], Given]


def sits(pools: Sequence[Pool], persona: Persona, seed: str) -> list[Given]:
    """Draw a form of each pool, as a platform does, and answer it."""
    draw = random.Random(seed)
    return [persona(draw.choice(pool.forms)) for pool in pools]


# Personas


def knows_all(form: Form) -> Given:
    if form.typed:
        typed = next(one for one in form.typed if one.right)
        return Given(form, typed=typed.texts[0], credit=1.0)
    return Given(form, chosen=form.right, credit=1.0)


def knows_none(form: Form) -> Given:
    if form.way is Way.NUMBER:
        return Given(form, typed=NONSENSE, credit=0.0)
    if form.way is Way.TEXT:
        return Given(form, typed="I don't know", credit=None)
    if form.way is Way.ORDER:
        return Given(form, chosen=tuple(reversed(form.choices)), credit=0.0)
    wrong = tuple(choice for choice in form.choices if not choice.right)
    return Given(form, chosen=wrong[-1:], credit=0.0)


def errs_as_predicted(form: Form) -> Given:
    if form.typed:
        typed = next(one for one in form.typed if not one.right)
        return Given(form, typed=typed.texts[-1], credit=0.0)
    if form.way is Way.SEVERAL:
        # A right one and a wrong one: each takes away what the other gives.
        wrong = next(choice for choice in form.choices if not choice.right)
        return Given(form, chosen=(wrong, form.right[0]), credit=0.0)
    if form.way is Way.ORDER:
        first, second, *others = form.choices
        return Given(form, chosen=(second, first, *others), credit=0.0)
    return Given(form, chosen=(next(c for c in form.choices if not c.right),), credit=0.0)


# Published


def stamped(pools: Sequence[Pool]) -> list[Pool]:
    """*pools* with stamps and letters, unless their publisher has put them there already."""
    return [_stamped(pool) for pool in pools]


def _stamped(pool: Pool) -> Pool:
    several = len(pool.forms) > 1
    forms = []
    for form in pool.forms:
        if read_stamp(_plain(form.prompt)) == (form.item, _variant(form)):
            return pool
        mark = stamp(form.item, _variant(form), several)
        prompt = f"<p><small>{mark}:</small></p>{form.prompt}"
        # Lines to order are listed in the right order; a platform shows them in another one.
        shown = (
            sorted(form.choices, key=lambda c: c.plain) if form.way is Way.ORDER else form.choices
        )
        letters = {choice.id: letter(index) for index, choice in enumerate(shown)}
        if form.way is Way.ORDER or " ↵ " in "".join(c.plain for c in form.choices):
            letters = {}
        choices = tuple(
            replace(choice, plain=lettered(letters[choice.id], choice.plain)) if letters else choice
            for choice in form.choices
        )
        forms.append(replace(form, prompt=prompt, choices=choices))
    return replace(pool, forms=tuple(forms))


def _variant(form: Form) -> int:
    return int(form.id.rpartition("-")[2])


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", text))


# Moodle


_MOODLE = {
    "en": (["Last name", "First name"], "Email address", "Grade/100.00",
           ["Question {}", "Response {}", "Right answer {}"]),
    "hu": (["Vezetéknév", "Keresztnév"], "E-mail-cím", "Pont/100,00",
           ["{}. kérdés", "{}. válasz", "{}. helyes válasz"]),
}  # fmt: skip


def moodle(students: Sequence[Student], language: str, *, texts: bool = True) -> bytes:
    """
    Return the report *Responses* (CSV).

    Args:
        texts: Whether *question text* and *right answer* were ticked.
    """
    names, mail, grade, titles = _MOODLE[language]
    shown = titles if texts else titles[1:2]
    count = len(students[0].answers)
    columns = [title.format(n) for n in range(1, count + 1) for title in shown]
    state = ["Status", "Started", "Completed", "Duration"]
    rows = [[*names, mail, *state, grade, *columns]]
    for one in students:
        row = [
            one.last,
            one.first,
            one.mail,
            "Finished",
            one.submitted,
            one.submitted,
            "1 min",
            "50",
        ]
        for given in one.answers:
            cells = [_moodle_question(given.form), _moodle_answer(given), _moodle_right(given.form)]
            row += cells if texts else cells[1:2]
        rows.append(row)
    rows.append(["Overall average", *[""] * (len(rows[0]) - 1)])
    return _csv(rows)


def _moodle_text(text: str) -> str:
    """Flatten HTML as Moodle does: code keeps its blanks as such that do not break."""
    text = re.sub(
        r"<pre>.*?</pre>", lambda m: f"\n\n{m[0].replace(' ', chr(160))}\n", text, flags=re.DOTALL
    )
    # It drops blanks between two tags, or beside an accented letter.
    text = re.sub(r"(?<=>) (?=<)|(?<=[áéíóöőúüű]) (?=<)|(?<=>) (?=[áéíóöőúüű])", "", text)
    return _plain(text).strip().replace("\n", "   ")


def _moodle_question(form: Form) -> str:
    text = _moodle_text(form.prompt)
    if form.way in (Way.ONE, Way.SEVERAL):
        text += "   : " + "; ".join(_moodle_choice(choice) for choice in form.choices)
    return text


def _moodle_choice(choice: Choice) -> str:
    return choice.plain.replace(" ↵ ", "   ").replace("\n", "   ")


def _moodle_answer(given: Given) -> str:
    if given.form.way is Way.ORDER:
        return "; ".join(_cut(choice.plain) for choice in given.chosen)
    if given.chosen:
        return "; ".join(map(_moodle_choice, given.chosen))
    if given.form.way is Way.NUMBER and given.form.language == "hu":
        return given.typed.replace(".", ",")
    return given.typed


def _moodle_right(form: Form) -> str:
    return _moodle_answer(knows_all(form))


def _cut(text: str) -> str:
    return text if len(text) <= 10 else f"{text[:7]}..."


# Canvas


def canvas(students: Sequence[Student]) -> bytes:
    """Return the *Student analysis*: a column for each form that anybody got; newest attempts first."""
    forms = list({given.form.id: given.form for one in students for given in one.answers}.values())
    head = [
        "name",
        "id",
        "sis_id",
        "section",
        "section_id",
        "section_sis_id",
        "submitted",
        "attempt",
    ]
    for number, form in enumerate(forms, start=101):
        head += [f"{number}: {_plain(form.prompt)}", "1.0"]
    rows = [[*head, "n correct", "n incorrect", "score"]]
    for one in students:
        name = f"{one.first} {one.last}"
        row = [name, "1000", one.mail, "Section 1", "9", "", one.submitted, str(one.attempt)]
        given = {answer.form.id: answer for answer in one.answers}
        for form in forms:
            row += [_canvas_answer(given[form.id]), "0.5"] if form.id in given else ["", ""]
        rows.append([*row, "3", "4", "5"])
    return _csv(rows)


def _canvas_answer(given: Given) -> str:
    texts = [choice.plain.replace(" ↵ ", " ").replace("\n", " ") for choice in given.chosen]
    if given.form.way is Way.SEVERAL:
        return ",".join(text.replace(",", "\\,") for text in texts)
    return " ".join(texts) or given.typed


def new_quizzes(students: Sequence[Student], *, between: str = ",", markup: bool = True) -> bytes:
    """
    Return the *Student Analysis* of New Quizzes, with the columns that readers of real files name.

    Args:
        between: What stands between several chosen options, which is documented nowhere.
        markup: Whether questions and answers come as HTML.
    """
    forms = list({given.form.id: given.form for one in students for given in one.answers}.values())
    head = ["Name", "ID", "SectionIDs", "SectionNames", "Submitted", "ElapsedTime", "Attempt"]
    for form in forms:
        prompt = form.prompt if markup else _plain(form.prompt)
        head += ["ItemID", "ItemType", prompt, "EarnedPoints", "Status"]
    head += ["NumberOfCorrect", "NumberOfIncorrect", "NoResponse", "PointsPossible", "OverallScore"]
    rows = [head]
    for ident, one in enumerate(students, start=1000):
        submitted = "2026-09-23 16:06:29 UTC"
        row = [
            f"{one.first} {one.last}",
            str(ident),
            "12141",
            "A",
            submitted,
            "0:01:00",
            str(one.attempt),
        ]
        given = {answer.form.id: answer for answer in one.answers}
        for number, form in enumerate(forms, start=1):
            answer = given.get(form.id)
            texts = [c.html if markup else c.plain for c in answer.chosen] if answer else []
            said = between.join(texts) or (answer.typed if answer else "")
            row += [str(number), _NEW_TYPES[form.way], said, "1", "Graded" if answer else ""]
        rows.append([*row, "1", "1", "1", "3", "2"])
    return _csv(rows)


#: New Quizzes' types of question for each way of answering.
_NEW_TYPES = {
    Way.ONE: "choice",
    Way.SEVERAL: "multi-answer",
    Way.NUMBER: "numeric",
    Way.TEXT: "rich-fill-blank",
}


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")
