"""
Moodle XML, one file for each language.

This follows the source of Moodle 4.5's importer: it accepts only fractions from its own list; an
``ordering`` question without ``shownumcorrect`` makes it reject the whole file; an unescaped ``*``
in a short answer is a wildcard; blanks are lost beside tags and accents unless a text is CDATA; an
``ordering`` question gives marks for single lines unless its ``gradingtype`` is ``ALL_OR_NOTHING``.

The variants of an item have a category of their own, so that a quiz can draw one at random. *Whys*
have one beside the chapters, since each says the answer of its item.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from xml.etree import ElementTree as ET

from autograder.content import Language
from autograder.generating.quizzes.forms import Form, Pool, Way
from autograder.generating.quizzes.packages import as_cdata
from autograder.languages import words_in

__all__ = ["FRACTIONS", "moodle_xml"]

#: The fractions that Moodle accepts (``question/engine/bank.php``), in percent as it exports them.
FRACTIONS = (
    "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25",
    "20", "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0",
)  # fmt: skip


def moodle_xml(pools: Sequence[Pool], title: str) -> str:
    """Return the text of the file; *title* is the name of the top category."""
    root = ET.Element("quiz")
    last: list[str] = []
    for pool in sorted(pools, key=lambda pool: pool.why):
        path = [title, pool.title]
        if pool.why:
            say = words_in(pool.forms[0].language)
            path.insert(1, say("Why?"))
        if path != last:
            last = path
            _category(root, path)
        if len(pool.forms) > 1:
            _category(root, [*path, pool.item.replace(".", " ")])
        for form in pool.forms:
            root.append(_question(form))
        if len(pool.forms) > 1:
            _category(root, path)
    return as_cdata(root, "text")


def _category(root: ET.Element, path: Sequence[str]) -> None:
    question = ET.SubElement(root, "question", type="category")
    # A slash within a name is doubled, since a single one separates categories.
    names = "/".join(name.replace("/", "//") for name in path)
    _text(ET.SubElement(question, "category"), f"$course$/top/{names}")


def _question(form: Form) -> ET.Element:
    type_name, write_answers = _TYPES[form.way]
    question = ET.Element("question", type=type_name)
    _text(ET.SubElement(question, "name"), form.stamp)
    _html(question, "questiontext", form.prompt)
    _html(question, "generalfeedback", form.explain)
    ET.SubElement(question, "defaultgrade").text = f"{form.points:.12g}"
    ET.SubElement(question, "penalty").text = "0.3333333"
    ET.SubElement(question, "hidden").text = "0"
    ET.SubElement(question, "idnumber").text = f"gradlings-{form.id}-{form.language}"
    write_answers(question, form)
    for hint in form.hints:
        _html(question, "hint", hint)
    tags = ET.SubElement(question, "tags")
    for tag in form.tags:
        _text(ET.SubElement(tags, "tag"), tag)
    return question


def _choices(question: ET.Element, form: Form) -> None:
    one = form.way is Way.ONE
    ET.SubElement(question, "single").text = "true" if one else "false"
    ET.SubElement(question, "shuffleanswers").text = "false"
    # Options begin with letters of ours, by which answers are read back.
    ET.SubElement(question, "answernumbering").text = "none"
    ET.SubElement(question, "showstandardinstruction").text = "0"
    _overall(question, form.language)
    part = _part(len(form.right))
    for choice in form.choices:
        # As in our own judge, a wrong option takes away as much as a right one gives.
        fraction = part if choice.right else ("0" if one else f"-{part}")
        _answer(question, fraction, choice.html, choice.feedback)


def _part(count: int) -> str:
    """The percentage for one of *count* right options: the nearest that Moodle accepts."""
    return min(FRACTIONS, key=lambda fraction: abs(float(fraction) - 100 / count))


def _numbers(question: ET.Element, form: Form) -> None:
    for typed in form.typed:
        fraction = "100" if typed.right else "0"
        answer = _answer(
            question, fraction, typed.texts[0], typed.feedback, markup="moodle_auto_format"
        )
        text = answer.find("text")
        assert text is not None
        text.text = f"{typed.value:.12g}"
        ET.SubElement(answer, "tolerance").text = f"{form.tolerance:.12g}"
    ET.SubElement(question, "unitgradingtype").text = "0"
    ET.SubElement(question, "unitpenalty").text = "0.1000000"
    ET.SubElement(question, "showunits").text = "3"
    ET.SubElement(question, "unitsleft").text = "0"


def _texts(question: ET.Element, form: Form) -> None:
    ET.SubElement(question, "usecase").text = "0"
    for typed in form.typed:
        fraction = "100" if typed.right else "0"
        for text in typed.texts:
            plain = text.replace("\\", "\\\\").replace("*", "\\*")
            _answer(question, fraction, plain, typed.feedback, markup="moodle_auto_format")


def _order(question: ET.Element, form: Form) -> None:
    for name, text in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", str(len(form.choices))),
        ("gradingtype", "ALL_OR_NOTHING"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        ET.SubElement(question, name).text = text
    _overall(question, form.language)
    # Without this, Moodle 4.5 aborts the import of the whole file.
    ET.SubElement(question, "shownumcorrect").text = "1"
    for number, choice in enumerate(form.choices, start=1):
        _answer(question, str(number), choice.html, choice.feedback)


#: Moodle's type of question for each way, and the function that writes its answers.
_TYPES: Mapping[Way, tuple[str, Callable[[ET.Element, Form], None]]] = MappingProxyType(
    {
        Way.ONE: ("multichoice", _choices),
        Way.SEVERAL: ("multichoice", _choices),
        Way.NUMBER: ("numerical", _numbers),
        Way.TEXT: ("shortanswer", _texts),
        Way.ORDER: ("ordering", _order),
    }
)


def _overall(question: ET.Element, language: Language) -> None:
    say = words_in(language)
    _html(question, "correctfeedback", f"<p>{say('Right.')}</p>")
    _html(question, "partiallycorrectfeedback", f"<p>{say('Partly right.')}</p>")
    _html(question, "incorrectfeedback", f"<p>{say('Not this.')}</p>")


def _answer(
    question: ET.Element, fraction: str, text: str, feedback: str, *, markup: str = "html"
) -> ET.Element:
    answer = ET.SubElement(question, "answer", fraction=fraction, format=markup)
    _text(answer, text)
    _html(answer, "feedback", feedback)
    return answer


def _html(parent: ET.Element, name: str, html: str) -> None:
    _text(ET.SubElement(parent, name, format="html"), html)


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text
