"""
QTI 1.2 in Canvas' flavour: one zip for each language, read by both Canvas quiz engines.

Canvas relies on its own ``question_type`` metadata, and on numeric answers as ranges, as in its own
exports. Its Classic importer takes every ``varequal`` of a typed question, even one that only shows
feedback, as an answer of full weight, so typed questions name right answers alone. Classic Quizzes have no ordering questions, so learners choose among whole orders. The
variants of an item form a group from which one is drawn. *Whys* are only in the banks, since each
says the answer of its item.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from autograder.assignments.worth import total
from autograder.generating.quizzes.forms import Choice, Form, Pool, Typed, Way
from autograder.generating.quizzes.packages import as_text, zipped
from autograder.languages import words_in

__all__ = ["canvas_banks", "canvas_zip"]

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_CP = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
#: The type of files that belong to Canvas alone.
_BESIDE = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
#: The folder where Canvas' own packages have question banks.
_BANKS = "non_cc_assessments"
_KINDS = {
    Way.ONE: "multiple_choice_question",
    Way.SEVERAL: "multiple_answers_question",
    Way.NUMBER: "numerical_question",
    Way.TEXT: "short_answer_question",
}


def canvas_zip(pools: Sequence[Pool], title: str) -> bytes:
    """Return the package of a quiz with this *title*; make *pools* with ``ordering=False``."""
    ident = _ident("assessment", title)
    pools = [pool for pool in pools if not pool.why]
    points = total([pool.points for pool in pools])
    return zipped(
        {
            "imsmanifest.xml": as_text(_manifest(ident)),
            f"{ident}/{ident}.xml": as_text(_assessment(ident, pools, title)),
            f"{ident}/assessment_meta.xml": as_text(_meta(ident, title, points)),
        }
    )


def canvas_banks(pools: Sequence[Pool], title: str) -> bytes:
    """
    Return a course package (``.imscc``) whose one import brings all question banks.

    There is a bank for each chapter, and one for its *whys*; make *pools* with ``ordering=False``.
    """
    banks: dict[str, list[Pool]] = {}
    for pool in sorted(pools, key=lambda pool: pool.why):
        name = f"{title}: {pool.title}"
        if pool.why:
            say = words_in(pool.forms[0].language)
            name = f"{name} – {say('Why?')}"
        banks.setdefault(name, []).append(pool)
    files = {f"{_BANKS}/{_ident('bank', name)}.xml.qti": _bank(name, banks[name]) for name in banks}
    return zipped(
        {
            "imsmanifest.xml": as_text(_course_manifest(title, list(files))),
            # By this file Canvas knows its own packages, and looks for banks in the folder.
            "course_settings/canvas_export.txt": "Gradlings\n",
            **{name: as_text(root) for name, root in files.items()},
        }
    )


def _bank(name: str, pools: Sequence[Pool]) -> ET.Element:
    root = ET.Element("questestinterop", xmlns=_QTI)
    bank = ET.SubElement(root, "objectbank", ident=_ident("bank", name))
    _field(ET.SubElement(bank, "qtimetadata"), "bank_title", name)
    bank.extend(_item(form) for pool in pools for form in pool.forms)
    return root


def _course_manifest(title: str, banks: Sequence[str]) -> ET.Element:
    root = ET.Element("manifest", identifier=_ident("banks", title), xmlns=_CP)
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Common Cartridge"
    ET.SubElement(metadata, "schemaversion").text = "1.1.0"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    settings = "course_settings/canvas_export.txt"
    for href in (settings, *banks):
        resource = ET.SubElement(
            resources, "resource", identifier=_ident("file", href), type=_BESIDE, href=href
        )
        ET.SubElement(resource, "file", href=href)
    return root


def _ident(*parts: str) -> str:
    """A stable identifier for *parts* in Canvas' form: a letter and 32 hexadecimal digits."""
    return "g" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _manifest(ident: str) -> ET.Element:
    root = ET.Element("manifest", identifier=_ident("manifest", ident), xmlns=_CP)
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = "IMS Content"
    ET.SubElement(metadata, "schemaversion").text = "1.1.3"
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    quiz = ET.SubElement(resources, "resource", identifier=ident, type="imsqti_xmlv1p2")
    ET.SubElement(quiz, "file", href=f"{ident}/{ident}.xml")
    meta = _ident("meta", ident)
    ET.SubElement(quiz, "dependency", identifierref=meta)
    href = f"{ident}/assessment_meta.xml"
    beside = ET.SubElement(resources, "resource", identifier=meta, type=_BESIDE, href=href)
    ET.SubElement(beside, "file", href=href)
    return root


def _meta(ident: str, title: str, points: float) -> ET.Element:
    root = ET.Element("quiz", identifier=ident, xmlns=_CANVAS)
    for name, text in (
        ("title", title),
        ("description", ""),
        ("shuffle_answers", "false"),
        ("scoring_policy", "keep_highest"),
        ("quiz_type", "assignment"),
        ("points_possible", f"{points}"),
        ("show_correct_answers", "false"),
        ("allowed_attempts", "1"),
    ):
        ET.SubElement(root, name).text = text
    return root


def _assessment(ident: str, pools: Sequence[Pool], title: str) -> ET.Element:
    root = ET.Element("questestinterop", xmlns=_QTI)
    assessment = ET.SubElement(root, "assessment", ident=ident, title=title)
    metadata = ET.SubElement(assessment, "qtimetadata")
    _field(metadata, "cc_maxattempts", "1")
    section = ET.SubElement(assessment, "section", ident="root_section")
    for pool in pools:
        place = section
        if len(pool.forms) > 1:
            name = f"{pool.title}: {pool.item.replace('.', ' ')}"
            place = ET.SubElement(section, "section", ident=_ident("group", pool.item), title=name)
            selection = ET.SubElement(ET.SubElement(place, "selection_ordering"), "selection")
            ET.SubElement(selection, "selection_number").text = "1"
            extension = ET.SubElement(selection, "selection_extension")
            ET.SubElement(extension, "points_per_item").text = f"{pool.points}"
        for form in pool.forms:
            place.append(_item(form))
    return root


def _field(parent: ET.Element, label: str, entry: str) -> None:
    field = ET.SubElement(parent, "qtimetadatafield")
    ET.SubElement(field, "fieldlabel").text = label
    ET.SubElement(field, "fieldentry").text = entry


def _item(form: Form) -> ET.Element:
    item = ET.Element("item", ident=_ident("item", form.id, form.language), title=form.stamp)
    metadata = ET.SubElement(ET.SubElement(item, "itemmetadata"), "qtimetadata")
    _field(metadata, "question_type", _KINDS[form.way])
    _field(metadata, "points_possible", f"{form.points}")
    answers = [_answer_id(form, index) for index in range(len(form.choices) or len(form.typed))]
    if form.choices:
        _field(metadata, "original_answer_ids", ",".join(answers))
    _field(metadata, "assessment_question_identifierref", _ident("bank", form.id, form.language))
    presentation = ET.SubElement(item, "presentation")
    _material(presentation, form.prompt)
    if form.choices:
        cardinality = "Single" if form.way is Way.ONE else "Multiple"
        response = ET.SubElement(
            presentation, "response_lid", ident="response1", rcardinality=cardinality
        )
        render = ET.SubElement(response, "render_choice")
        for ident, choice in zip(answers, form.choices, strict=True):
            label = ET.SubElement(render, "response_label", ident=ident)
            _material(label, choice.html)
    else:
        response = ET.SubElement(
            presentation, "response_str", ident="response1", rcardinality="Single"
        )
        render = ET.SubElement(response, "render_fib")
        if form.way is Way.NUMBER:
            render.set("fibtype", "Decimal")
        ET.SubElement(render, "response_label", ident="answer1", rshuffle="No")
    processing = ET.SubElement(item, "resprocessing")
    outcomes = ET.SubElement(processing, "outcomes")
    ET.SubElement(
        outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal"
    )
    _processing(processing, form, answers)
    _feedback(item, "general_fb", form.explain)
    for ident, message in _messages(form, answers):
        _feedback(item, f"{ident}_fb", message)
    return item


def _answer_id(form: Form, index: int) -> str:
    """The id of an answer, which Canvas requires to be a number."""
    text = f"{form.id}\0{index}"
    return str(
        int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % 90_000 + 10_000 * (index + 1)
    )


def _messages(form: Form, answers: Sequence[str]) -> list[tuple[str, str]]:
    """The feedback on options. That on typed answers would make each of them a right one."""
    return [(i, c.feedback) for i, c in zip(answers, form.choices, strict=False) if c.feedback]


def _processing(processing: ET.Element, form: Form, answers: Sequence[str]) -> None:
    general = _condition(processing, "Yes")
    ET.SubElement(general.find("conditionvar"), "other")  # type: ignore[arg-type]
    _show(general, "general_fb")
    # Canvas expects the feedback on an answer before its score.
    for ident, _ in _messages(form, answers):
        condition = _condition(processing, "Yes")
        variables = condition.find("conditionvar")
        assert variables is not None
        ET.SubElement(variables, "varequal", respident="response1").text = ident
        _show(condition, f"{ident}_fb")
    each: Sequence[Choice | Typed] = form.choices or form.typed
    right = _condition(processing, "No")
    variables = right.find("conditionvar")
    assert variables is not None
    if form.way is Way.SEVERAL:
        both = ET.SubElement(variables, "and")
        for ident, choice in zip(answers, form.choices, strict=True):
            place = both if choice.right else ET.SubElement(both, "not")
            ET.SubElement(place, "varequal", respident="response1").text = ident
    else:
        for ident, one in zip(answers, each, strict=True):
            if one.right:
                _means(variables, form, ident, one)
    ET.SubElement(right, "setvar", action="Set", varname="SCORE").text = "100"


def _means(variables: ET.Element | None, form: Form, ident: str, one: Choice | Typed) -> None:
    """Add the condition that the answer *one* was given."""
    assert variables is not None
    if isinstance(one, Choice):
        ET.SubElement(variables, "varequal", respident="response1").text = ident
    elif form.way is Way.NUMBER:
        either = ET.SubElement(variables, "or")
        ET.SubElement(either, "varequal", respident="response1").text = f"{one.value:.12g}"
        within = ET.SubElement(either, "and")
        low, high = one.value - form.tolerance, one.value + form.tolerance
        ET.SubElement(within, "vargte", respident="response1").text = f"{low:.12g}"
        ET.SubElement(within, "varlte", respident="response1").text = f"{high:.12g}"
    else:
        for text in one.texts:
            ET.SubElement(variables, "varequal", respident="response1").text = text


def _condition(processing: ET.Element, go_on: str) -> ET.Element:
    condition = ET.SubElement(processing, "respcondition", {"continue": go_on})
    ET.SubElement(condition, "conditionvar")
    return condition


def _show(condition: ET.Element, ident: str) -> None:
    ET.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=ident)


def _material(parent: ET.Element, html: str) -> None:
    material = ET.SubElement(parent, "material")
    ET.SubElement(material, "mattext", texttype="text/html").text = html


def _feedback(item: ET.Element, ident: str, html: str) -> None:
    flow = ET.SubElement(ET.SubElement(item, "itemfeedback", ident=ident), "flow_mat")
    _material(flow, html)
