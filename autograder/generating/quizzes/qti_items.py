"""One item with the names of QTI 2.1; ``qti.py`` packs items, and renames them for 3.0."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from xml.etree import ElementTree as ET

from autograder.generating.quizzes.forms import Form, Way
from autograder.generating.quizzes.patterns import pattern_of

__all__ = ["item_of"]

#: The declaration of a response for each way: its cardinality and base type.
_RESPONSES: Mapping[Way, tuple[str, str]] = MappingProxyType(
    {
        Way.ONE: ("single", "identifier"),
        Way.SEVERAL: ("multiple", "identifier"),
        Way.ORDER: ("ordered", "identifier"),
        Way.NUMBER: ("single", "float"),
        Way.TEXT: ("single", "string"),
    }
)


def item_of(form: Form, *, patterns: bool) -> ET.Element:
    """
    Return an item with the names of QTI 2.1.

    Args:
        patterns: Whether typed answers are matched against patterns, which accept decimal commas.
    """
    root = ET.Element(
        "assessmentItem",
        identifier=form.id,
        title=form.stamp,
        adaptive="false",
        timeDependent="false",
    )
    root.set("xml:lang", form.language)
    _declare_response(root, form, patterns=patterns)
    score = ET.SubElement(
        root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float"
    )
    _value(ET.SubElement(score, "defaultValue"), "0")
    ET.SubElement(
        root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple",
        baseType="identifier",
    )  # fmt: skip
    body = ET.SubElement(root, "itemBody")
    prompt = ET.SubElement(body, "div")
    _html(prompt, form.prompt)
    _interaction(body, form)
    _process(ET.SubElement(root, "responseProcessing"), form, patterns=patterns)
    for name, message in (*_messages(form), ("explain", form.explain)):
        if message:
            feedback = ET.SubElement(
                root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name,
                showHide="show",
            )  # fmt: skip
            _html(feedback, message)
    return root


def _messages(form: Form) -> list[tuple[str, str]]:
    if form.way is Way.ORDER:
        return []
    if form.choices:
        return [(f"said-{choice.id}", choice.feedback) for choice in form.choices]
    return [(f"said-{number}", typed.feedback) for number, typed in enumerate(form.typed, start=1)]


def _declare_response(root: ET.Element, form: Form, *, patterns: bool) -> None:
    cardinality, kind = _RESPONSES[form.way]
    if patterns and not form.choices:
        kind = "string"
    declaration = ET.SubElement(
        root, "responseDeclaration", identifier="RESPONSE", cardinality=cardinality, baseType=kind
    )
    correct = ET.SubElement(declaration, "correctResponse")
    if form.choices:
        for choice in form.right:
            _value(correct, choice.id)
    else:
        _value(correct, next(typed.texts[0] for typed in form.typed if typed.right))
    if form.way is Way.SEVERAL:
        part = 1 / len(form.right)
        mapping = ET.SubElement(
            declaration, "mapping", lowerBound="0", upperBound="1", defaultValue="0"
        )
        for choice in form.choices:
            worth = part if choice.right else -part
            ET.SubElement(mapping, "mapEntry", mapKey=choice.id, mappedValue=f"{worth:.6f}")


def _interaction(body: ET.Element, form: Form) -> None:
    if form.choices:
        name = "orderInteraction" if form.way is Way.ORDER else "choiceInteraction"
        interaction = ET.SubElement(body, name, responseIdentifier="RESPONSE", shuffle="false")
        if form.way is not Way.ORDER:
            interaction.set("maxChoices", "1" if form.way is Way.ONE else "0")
        choices = form.choices
        if form.way is Way.ORDER:
            # By their letters: lines are never lettered in a right order.
            choices = tuple(sorted(form.choices, key=lambda choice: choice.label))
        for choice in choices:
            _html(ET.SubElement(interaction, "simpleChoice", identifier=choice.id), choice.html)
        return
    place = ET.SubElement(body, "p")
    ET.SubElement(place, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20")


def _process(processing: ET.Element, form: Form, *, patterns: bool) -> None:
    if form.way is Way.SEVERAL:
        score = ET.SubElement(processing, "setOutcomeValue", identifier="SCORE")
        ET.SubElement(score, "mapResponse", identifier="RESPONSE")
    else:
        branch = _if(processing)
        _is_right(branch, form, patterns=patterns)
        _set(branch, "SCORE", "float", "1")
    for number, (name, message) in enumerate(_messages(form)):
        if not message:
            continue
        branch = _if(processing)
        if form.choices:
            _chosen(branch, form, form.choices[number].id)
        else:
            _typed(branch, form, number, patterns=patterns)
        _add_feedback(branch, name)
    _add_feedback(processing, "explain")


def _is_right(branch: ET.Element, form: Form, *, patterns: bool) -> None:
    if form.choices:
        match = ET.SubElement(branch, "match")
        ET.SubElement(match, "variable", identifier="RESPONSE")
        ET.SubElement(match, "correct", identifier="RESPONSE")
        return
    number = next(index for index, typed in enumerate(form.typed) if typed.right)
    _typed(branch, form, number, patterns=patterns)


def _chosen(branch: ET.Element, form: Form, choice: str) -> None:
    """Add the condition that *choice* was chosen."""
    condition = ET.SubElement(branch, "match" if form.way is Way.ONE else "member")
    value = ET.Element("baseValue", baseType="identifier")
    value.text = choice
    variable = ET.Element("variable", identifier="RESPONSE")
    for part in (variable, value) if form.way is Way.ONE else (value, variable):
        condition.append(part)


def _typed(branch: ET.Element, form: Form, number: int, *, patterns: bool) -> None:
    typed = form.typed[number]
    if form.way is Way.NUMBER and not patterns:
        tolerance = f"{form.tolerance:.12g}"
        equal = ET.SubElement(
            branch, "equal", toleranceMode="absolute", tolerance=f"{tolerance} {tolerance}"
        )
        ET.SubElement(equal, "variable", identifier="RESPONSE")
        value = ET.SubElement(equal, "baseValue", baseType="float")
        value.text = f"{typed.value:.12g}"
        return
    if patterns:
        pattern = pattern_of(typed, form.digits)
        match = ET.SubElement(branch, "patternMatch", pattern=pattern)
        ET.SubElement(match, "variable", identifier="RESPONSE")
        return
    either = ET.SubElement(branch, "or") if len(typed.texts) > 1 else branch
    for text in typed.texts:
        match = ET.SubElement(either, "stringMatch", caseSensitive="false")
        ET.SubElement(match, "variable", identifier="RESPONSE")
        value = ET.SubElement(match, "baseValue", baseType="string")
        value.text = text


def _if(processing: ET.Element) -> ET.Element:
    return ET.SubElement(ET.SubElement(processing, "responseCondition"), "responseIf")


def _set(parent: ET.Element, outcome: str, kind: str, text: str) -> None:
    value = ET.SubElement(parent, "setOutcomeValue", identifier=outcome)
    base = ET.SubElement(value, "baseValue", baseType=kind)
    base.text = text


def _add_feedback(parent: ET.Element, name: str) -> None:
    """Add a rule that shows the feedback *name* too."""
    value = ET.SubElement(parent, "setOutcomeValue", identifier="FEEDBACK")
    several = ET.SubElement(value, "multiple")
    ET.SubElement(several, "variable", identifier="FEEDBACK")
    base = ET.SubElement(several, "baseValue", baseType="identifier")
    base.text = name


def _value(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "value").text = text


def _html(parent: ET.Element, html: str) -> None:
    """Put *html*, made by ourselves (``making.as_html``), under *parent* as XML."""
    root = ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - made by us, one line above
    parent.text = root.text
    parent.extend(root)
