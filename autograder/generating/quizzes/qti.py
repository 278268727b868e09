"""
QTI 2.1 (for Blackboard) and QTI 3.0 (which tests can execute), one zip a language.

Both say the same in other names: an item is built once, in the words of 2.1, and written again with
3.0's (``choiceInteraction`` → ``qti-choice-interaction``, ``baseType`` → ``base-type``).

A typed number is a float in 2.1, as Blackboard wants it. In 3.0 it is a text held against a pattern,
so that a decimal comma is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

from autograder.generating.quizzes.forms import Form, Pool, Typed, Way
from autograder.generating.quizzes.packages import as_text, zipped

__all__ = ["number_pattern", "numbers_pattern", "qti3_item", "qti3_zip", "qti21_zip"]

_XHTML = frozenset(
    ("p", "pre", "code", "em", "strong", "ul", "ol", "li", "div", "span", "br", "blockquote", "a")
)
_TWO = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_THREE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


def qti21_zip(pools: Sequence[Pool], title: str) -> bytes:
    """Return a package of QTI 2.1 items and a test of them all."""
    return _package(pools, title, item=_two, version=_Two)


def qti3_zip(pools: Sequence[Pool], title: str) -> bytes:
    """Return a package of QTI 3.0 items and a test of them all."""
    return _package(pools, title, item=qti3_item, version=_Three)


def qti3_item(form: Form) -> ET.Element:
    """Return one item in QTI 3.0."""
    return _in_three(_item(form, patterns=True))


def _two(form: Form) -> ET.Element:
    root = _item(form, patterns=False)
    root.set("xmlns", _TWO)
    return root


class _Two:
    namespace = "http://www.imsglobal.org/xsd/imscp_v1p1"
    schema, version = "QTIv2.1 Package", "1.0.0"
    item, test = "imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"
    names = staticmethod(lambda root: _with(root, xmlns=_TWO))


class _Three:
    namespace = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
    schema, version = "QTI Package", "3.0.0"
    item, test = "imsqti_item_xmlv3p0", "imsqti_test_xmlv3p0"
    names = staticmethod(lambda root: _in_three(root))


def _with(root: ET.Element, **attributes: str) -> ET.Element:
    for name, value in attributes.items():
        root.set(name, value)
    return root


def _package(
    pools: Sequence[Pool],
    title: str,
    *,
    item: Callable[[Form], ET.Element],
    version: type[_Two | _Three],
) -> bytes:
    forms = [form for pool in pools for form in pool.forms]
    files = {f"items/{form.id}.xml": as_text(item(form)) for form in forms}
    files["test.xml"] = as_text(version.names(_test(pools, title)))
    root = ET.Element("manifest", identifier="gradlings", xmlns=version.namespace)
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = version.schema
    ET.SubElement(metadata, "schemaversion").text = version.version
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    test = ET.SubElement(
        resources, "resource", identifier="test", type=version.test, href="test.xml"
    )
    ET.SubElement(test, "file", href="test.xml")
    for form in forms:
        href = f"items/{form.id}.xml"
        ET.SubElement(test, "dependency", identifierref=form.id)
        resource = ET.SubElement(
            resources, "resource", identifier=form.id, type=version.item, href=href
        )
        ET.SubElement(resource, "file", href=href)
    return zipped({**files, "imsmanifest.xml": as_text(root)})


def _test(pools: Sequence[Pool], title: str) -> ET.Element:
    """A section for each item; of its variants one is drawn."""
    root = ET.Element("assessmentTest", identifier="gradlings", title=title)
    part = ET.SubElement(
        root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual"
    )
    for pool in pools:
        name = f"section-{pool.item.replace('.', '-')}"
        section = ET.SubElement(
            part, "assessmentSection", identifier=name, title=pool.item, visible="true"
        )
        if len(pool.forms) > 1:
            ET.SubElement(section, "selection", select="1")
        for form in pool.forms:
            ET.SubElement(
                section, "assessmentItemRef", identifier=form.id, href=f"items/{form.id}.xml"
            )
    return root


# One item, in the words of QTI 2.1


def _item(form: Form, *, patterns: bool) -> ET.Element:
    root = ET.Element(
        "assessmentItem",
        identifier=form.id,
        title=form.name,
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
    _interaction(body, form, patterns=patterns)
    _process(ET.SubElement(root, "responseProcessing"), form, patterns=patterns)
    for name, said in (*_said(form), ("explain", form.explain)):
        if said:
            feedback = ET.SubElement(
                root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=name,
                showHide="show",
            )  # fmt: skip
            _html(feedback, said)
    return root


def _said(form: Form) -> list[tuple[str, str]]:
    if form.way is Way.ORDER:
        return []
    if form.choices:
        return [(f"said-{choice.id}", choice.feedback) for choice in form.choices]
    return [(f"said-{number}", typed.feedback) for number, typed in enumerate(form.typed, start=1)]


def _declare_response(root: ET.Element, form: Form, *, patterns: bool) -> None:
    cardinality, kind = {
        Way.ONE: ("single", "identifier"),
        Way.SEVERAL: ("multiple", "identifier"),
        Way.ORDER: ("ordered", "identifier"),
        Way.NUMBER: ("single", "string" if patterns else "float"),
        Way.TEXT: ("single", "string"),
    }[form.way]
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


def _interaction(body: ET.Element, form: Form, *, patterns: bool) -> None:
    if form.choices:
        name = "orderInteraction" if form.way is Way.ORDER else "choiceInteraction"
        interaction = ET.SubElement(body, name, responseIdentifier="RESPONSE", shuffle="true")
        if form.way is not Way.ORDER:
            interaction.set("maxChoices", "1" if form.way is Way.ONE else "0")
        choices = form.choices
        if form.way is Way.ORDER:
            # Never written in the right order: a player that does not shuffle would show it.
            choices = tuple(sorted(form.choices, key=lambda choice: choice.plain))
            if choices == form.choices:
                choices = choices[::-1]
        for choice in choices:
            _html(ET.SubElement(interaction, "simpleChoice", identifier=choice.id), choice.html)
        return
    place = ET.SubElement(body, "p")
    entry = ET.SubElement(
        place, "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20"
    )
    if patterns and form.way is Way.NUMBER:
        entry.set("patternMask", r"[+\-−]?[0-9.,eE]*")


def _process(processing: ET.Element, form: Form, *, patterns: bool) -> None:
    if form.way is Way.SEVERAL:
        score = ET.SubElement(processing, "setOutcomeValue", identifier="SCORE")
        ET.SubElement(score, "mapResponse", identifier="RESPONSE")
    else:
        branch = _if(processing)
        _is_right(branch, form, patterns=patterns)
        _set(branch, "SCORE", "float", "1")
    for number, (name, said) in enumerate(_said(form)):
        if not said:
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
    """The condition that a choice is among those made."""
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
        pattern = _pattern(typed, form.digits)
        match = ET.SubElement(branch, "patternMatch", pattern=pattern)
        ET.SubElement(match, "variable", identifier="RESPONSE")
        return
    either = ET.SubElement(branch, "or") if len(typed.texts) > 1 else branch
    for text in typed.texts:
        match = ET.SubElement(either, "stringMatch", caseSensitive="false")
        ET.SubElement(match, "variable", identifier="RESPONSE")
        value = ET.SubElement(match, "baseValue", baseType="string")
        value.text = text


def _pattern(typed: Typed, digits: int) -> str:
    if len(typed.units) == 1:
        return number_pattern(typed.units[0], digits)
    if typed.units:
        return numbers_pattern(typed.units, digits)
    # In a group of its own: players put their anchors around the whole.
    return "(" + "|".join(_loose(text) for text in typed.texts) + ")"


def _loose(text: str) -> str:
    """A spelling as a pattern that takes any blanks."""
    return r"\s*".join(re.escape(part) for part in text.split(" "))


def number_pattern(units: int, digits: int) -> str:
    r"""
    Return a regular expression for all decimals less than one unit of the last digit from a number.

    Of 3.31 with two digits (331 units): what lies between 3.30 and 3.32, both excluded, with a
    point or a comma. Only what every dialect has: groups, classes, ``*`` and ``+``.
    """
    size = abs(units)
    sign = r"[\-−]" if units < 0 else r"\+?"
    exact = _decimals(size, digits)
    if size == 0:
        return rf"[+\-−]?({exact})"
    below = _stem(size - 1, digits) + r"[0-9]*[1-9][0-9]*"
    return rf"{sign}({exact}|{below})"


def _decimals(size: int, digits: int) -> str:
    """From the number itself to the next one: 3.31, 3.310, 3.3199; of 3.30 also 3.3."""
    forms = [_stem(size, digits) + "[0-9]*"]
    whole, part = divmod(size, 10**digits)
    text = f"{part:0{digits}d}" if digits else ""
    while text.endswith("0"):
        text = text[:-1]
        forms.append(f"{whole}[.,]{text}" if text else f"{whole}[.,]?")
    if not digits:
        forms.append(f"{whole}[.,]?")
    return "|".join(forms)


def _stem(size: int, digits: int) -> str:
    whole, part = divmod(size, 10**digits)
    return f"{whole}[.,]" + (f"{part:0{digits}d}" if digits else "")


def numbers_pattern(units: Sequence[int], digits: int) -> str:
    """Return a pattern for several such numbers, in brackets or not, with blanks as one likes."""
    each = r"[\s,;()\[\]]+".join(number_pattern(unit, digits) for unit in units)
    return rf"[\s(\[]*{each}[\s)\]]*"


def _if(processing: ET.Element) -> ET.Element:
    return ET.SubElement(ET.SubElement(processing, "responseCondition"), "responseIf")


def _set(parent: ET.Element, outcome: str, kind: str, text: str) -> None:
    value = ET.SubElement(parent, "setOutcomeValue", identifier=outcome)
    base = ET.SubElement(value, "baseValue", baseType=kind)
    base.text = text


def _add_feedback(parent: ET.Element, name: str) -> None:
    """Show one feedback more."""
    value = ET.SubElement(parent, "setOutcomeValue", identifier="FEEDBACK")
    several = ET.SubElement(value, "multiple")
    ET.SubElement(several, "variable", identifier="FEEDBACK")
    base = ET.SubElement(several, "baseValue", baseType="identifier")
    base.text = name


def _value(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "value").text = text


def _html(parent: ET.Element, html: str) -> None:
    """Put HTML of our own making (see ``forms.as_html``) under *parent*, as XML."""
    root = ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - made by us, one line above
    parent.text = root.text
    parent.extend(root)


def _in_three(root: ET.Element) -> ET.Element:
    """Write a tree of 2.1 in the names of 3.0."""
    for element in root.iter():
        if element.tag not in _XHTML:
            element.tag = "qti-" + _kebab(element.tag)
            for name in list(element.attrib):
                if name != "xml:lang":
                    element.set(_kebab(name), element.attrib.pop(name))
    root.set("xmlns", _THREE)
    return root


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()
