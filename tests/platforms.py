"""
Published quizzes, read and graded as the platforms do that import them.

Each reader is strict: it refuses what its platform would lose, change, or take for something else.
They follow the sources of Moodle 4.5 (``lib/xmlize.php``, ``question/type/*``), of Canvas
(``gems/plugins/qti_exporter``) and of jupyterquiz. For QTI 2.1 and 3.0 see ``qti_readers.py``.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

__all__ = [
    "canvas_credit",
    "canvas_items",
    "canvas_package",
    "flattened",
    "jupyterquiz_credit",
    "moodle_credit",
    "moodle_questions",
    "moodle_texts",
    "read_zip",
]


def read_zip(data: bytes) -> dict[str, str]:
    """The files of a package by name."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    return {name: archive.read(name).decode() for name in archive.namelist()}


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def flattened(html: str, *, breaks: bool = True) -> str:
    """The text of *html*; without *breaks*, as in a CSV, where paragraphs stand close together."""
    text = _Text()
    text.feed(re.sub(r"</(?:p|pre)>|<br>", "\n", html) if breaks else html)
    return "".join(text.parts).strip()


# Moodle


def moodle_texts(data: str) -> Iterator[tuple[str, str]]:
    """
    Yield each ``text`` of a Moodle XML file as Moodle gets it, and as it was meant.

    PHP hands character data over in pieces that end at each entity and at each letter outside ASCII,
    and, with the option that Moodle sets, drops pieces that are blank. CDATA is one piece.
    """
    for found in re.finditer(r"<text>(.*?)</text>|<text/>", data, re.DOTALL):
        raw = found.group(1) or ""
        got = ""
        for section, outside in re.findall(r"<!\[CDATA\[(.*?)\]\]>|([^<]+)", raw, re.DOTALL):
            pieces = re.findall(r"&[^;]+;|[^\x00-\x7f]|[\x00-\x25\x27-\x7f]+", outside)
            got += section or "".join(
                ET.fromstring(f"<t>{p}</t>").text for p in pieces if p.strip()
            )
        yield got, ET.fromstring(f"<text>{raw}</text>").text or ""


def moodle_questions(data: str) -> list[tuple[str, ET.Element]]:
    """The questions with their categories; refuses what Moodle's importer does not know."""
    root = ET.fromstring(data)
    assert root.tag == "quiz"
    category, found = "", []
    for question in root:
        assert question.tag == "question"
        if question.get("type") == "category":
            category = question.findtext("category/text") or ""
            assert category.startswith("$course$/top/")
            continue
        assert question.get("type") in ("multichoice", "numerical", "shortanswer", "ordering")
        found.append((category, question))
    return found


def moodle_credit(question: ET.Element, response: str | Sequence[str]) -> float:
    """
    The fraction that Moodle's question engine gives.

    Args:
        response: What was typed; or the chosen options, or the lines in order, by the text that they
            begin with, up to the colon.
    """
    kind, answers = question.get("type"), question.findall("answer")
    texts = [answer.findtext("text") or "" for answer in answers]
    if kind == "ordering":
        # Anything else than all or nothing gives marks to single lines (question.php).
        assert question.findtext("gradingtype") == "ALL_OR_NOTHING"
        return float([text.partition(":")[0] for text in texts] == list(response))
    fractions = [float(answer.get("fraction", "")) / 100 for answer in answers]
    if kind == "multichoice":
        chosen = [
            f
            for f, text in zip(fractions, texts, strict=True)
            if text.partition(":")[0] in response
        ]
        return min(1.0, max(0.0, sum(chosen)))
    assert isinstance(response, str)
    for answer, text, fraction in zip(answers, texts, fractions, strict=True):
        if kind == "numerical":
            tolerance = float(answer.findtext("tolerance") or 0)
            number = re.fullmatch(r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?\.?", response.strip())
            if number and abs(float(response) - float(text)) <= tolerance:
                return fraction
        elif re.fullmatch(_wildcards(text), response.strip(), re.IGNORECASE):
            return fraction
    return 0.0


def _wildcards(pattern: str) -> str:
    """A pattern of ``qtype_shortanswer`` as a regular expression: a bare ``*`` is anything."""
    bits = re.split(r"(?<!\\)\*", pattern)
    return ".*".join(re.escape(bit.replace("\\*", "*").replace("\\\\", "\\")) for bit in bits)


# Canvas

QTI12 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"


def canvas_package(manifest: str) -> str:
    """What Canvas takes a package for (``lib/canvas/migration/package_identifier.rb``)."""
    root = ET.fromstring(manifest)
    schema = next((e.text or "" for e in root.iter() if e.tag.endswith("}schema")), "")
    resources = [e for e in root.iter() if e.tag.endswith("}resource")]
    if re.search(r"IMS(?: Thin)? Common Cartridge", schema, re.IGNORECASE):
        # The flag has to be a resource of the manifest, not only a file.
        flag = "course_settings/canvas_export.txt"
        ours = any(e.get("href") == flag for e in resources)
        return "canvas_cartridge" if ours else "common_cartridge"
    if any((e.get("type") or "").startswith(("ims_qti", "imsqti")) for e in resources):
        return "qti"
    return "unknown"


def canvas_items(text: str) -> list[tuple[dict[str, str], ET.Element]]:
    """The items of an assessment or a question bank, with their metadata."""
    return [
        (
            {
                field.findtext(f"{QTI12}fieldlabel", ""): field.findtext(f"{QTI12}fieldentry", "")
                for field in item.iter(f"{QTI12}qtimetadatafield")
            },
            item,
        )
        for item in ET.fromstring(text).iter(f"{QTI12}item")
    ]


def canvas_credit(kind: str, item: ET.Element, response: str | Sequence[str]) -> float:
    """
    The credit that Classic Quizzes give; *response* as in :func:`moodle_credit`.

    Of a typed question, *every* ``varequal`` becomes an answer of weight 100, whatever the condition
    around it does.
    """
    conditions = list(item.iter(f"{QTI12}respcondition"))
    if kind == "short_answer_question":
        accepted = {(e.text or "").strip().lower() for e in item.iter(f"{QTI12}varequal")}
        return float(str(response).strip().lower() in accepted)
    if kind == "numerical_question":
        try:
            value = float(str(response))
        except ValueError:
            return 0.0
        exact = [float(e.text or "nan") for e in item.iter(f"{QTI12}varequal")]
        low = [float(e.text or "nan") for e in item.iter(f"{QTI12}vargte")]
        high = [float(e.text or "nan") for e in item.iter(f"{QTI12}varlte")]
        inside = any(a <= value <= b for a, b in zip(low, high, strict=True))
        return float(value in exact or inside)
    labels = {
        label.get("ident"): label.findtext(f".//{QTI12}mattext", "").partition(":")[0]
        for label in item.iter(f"{QTI12}response_label")
    }
    (scoring,) = (c for c in conditions if c.find(f"{QTI12}setvar") is not None)
    refused = {e.text for no in scoring.iter(f"{QTI12}not") for e in no.iter(f"{QTI12}varequal")}
    right = {labels[e.text] for e in scoring.iter(f"{QTI12}varequal") if e.text not in refused}
    chosen = set(response)
    if kind == "multiple_answers_question":
        return max(0.0, (len(chosen & right) - len(chosen - right)) / len(right))
    return float(chosen == right)


# jupyterquiz

#: The fields of an answer by type of question, as ``jupyterquiz``'s scripts read them.
_JUPYTERQUIZ: Mapping[str, frozenset[str]] = {
    "multiple_choice": frozenset(("answer", "correct", "feedback")),
    "many_choice": frozenset(("answer", "correct", "feedback")),
    "numeric": frozenset(("type", "value", "range", "correct", "feedback")),
    "string": frozenset(("type", "answer", "correct", "feedback")),
}


def jupyterquiz_credit(question: Mapping[str, Any], response: str | Sequence[str]) -> float:
    """What jupyterquiz makes of *response* (as in :func:`moodle_credit`): right or not."""
    assert question.keys() == {"question", "type", "answers"}
    kind, answers = question["type"], question["answers"]
    assert all(answer.keys() <= _JUPYTERQUIZ[kind] for answer in answers)
    if kind in ("multiple_choice", "many_choice"):
        right = {flattened(a["answer"]).partition(":")[0] for a in answers if a["correct"]}
        assert kind == "many_choice" or len(right) == 1
        return float(set(response) == right)
    assert isinstance(response, str)
    assert answers[-1]["type"] == "default"
    for answer in answers[:-1]:
        if kind == "string":
            hit = response.strip().lower() == answer["answer"].lower()
        else:
            low, high = answer["range"]
            number = re.fullmatch(r"\s*[+-]?\d*\.?\d+\s*", response)
            hit = bool(number) and low <= float(response) < high
        if hit:
            return float(answer["correct"])
    return 0.0
