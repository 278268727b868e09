"""
QTI 2.1 (for Blackboard) and QTI 3.0 (which tests can execute), one zip for each language.

Both versions differ only in names: an item is built once with the names of 2.1, and then renamed to
those of 3.0 (``choiceInteraction`` → ``qti-choice-interaction``, ``baseType`` → ``base-type``).

A typed number is a float in 2.1, as Blackboard requires. In 3.0 it is a text that is matched against
a pattern, so that a decimal comma is accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from xml.etree import ElementTree as ET

from autograder.generating.quizzes.forms import Form, Pool
from autograder.generating.quizzes.packages import as_text, zipped
from autograder.generating.quizzes.qti_items import item_of
from autograder.languages import words_in

__all__ = ["qti3_item", "qti3_zip", "qti21_zip"]

_XHTML = frozenset(
    (
        "p",
        "pre",
        "code",
        "em",
        "small",
        "strong",
        "ul",
        "ol",
        "li",
        "div",
        "span",
        "br",
        "blockquote",
        "a",
    )
)
_TWO = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_THREE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


def qti21_zip(pools: Sequence[Pool], title: str) -> bytes:
    """Return a package of QTI 2.1 items, a test of them all, and one of their *whys*."""
    return _package(pools, title, item=_two, version=_Two)


def qti3_zip(pools: Sequence[Pool], title: str) -> bytes:
    """Return a package of QTI 3.0 items, a test of them all, and one of their *whys*."""
    return _package(pools, title, item=qti3_item, version=_Three)


def qti3_item(form: Form) -> ET.Element:
    """Return one item in QTI 3.0."""
    return _in_three(item_of(form, patterns=True))


def _two(form: Form) -> ET.Element:
    root = item_of(form, patterns=False)
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
    root = ET.Element("manifest", identifier="gradlings", xmlns=version.namespace)
    metadata = ET.SubElement(root, "metadata")
    ET.SubElement(metadata, "schema").text = version.schema
    ET.SubElement(metadata, "schemaversion").text = version.version
    ET.SubElement(root, "organizations")
    resources = ET.SubElement(root, "resources")
    for name, each in _tests(pools).items():
        href = f"{name}.xml"
        heading = title
        if name == "whys":
            say = words_in(each[0].forms[0].language)
            heading = f"{title}: {say('Why?')}"
        files[href] = as_text(version.names(_test(each, name, heading)))
        test = ET.SubElement(resources, "resource", identifier=name, type=version.test, href=href)
        ET.SubElement(test, "file", href=href)
        for form in (form for pool in each for form in pool.forms):
            ET.SubElement(test, "dependency", identifierref=form.id)
    for form in forms:
        href = f"items/{form.id}.xml"
        resource = ET.SubElement(
            resources, "resource", identifier=form.id, type=version.item, href=href
        )
        ET.SubElement(resource, "file", href=href)
    return zipped({**files, "imsmanifest.xml": as_text(root)})


def _tests(pools: Sequence[Pool]) -> dict[str, list[Pool]]:
    """The pools of each test, by its name: a *why*, which says its item's answer, is asked apart."""
    tests = {
        "test": [pool for pool in pools if not pool.why],
        "whys": [pool for pool in pools if pool.why],
    }
    return {name: each for name, each in tests.items() if each}


def _test(pools: Sequence[Pool], name: str, title: str) -> ET.Element:
    """A test with a section for each item, from which one variant is drawn."""
    root = ET.Element("assessmentTest", identifier=f"gradlings-{name}", title=title)
    part = ET.SubElement(
        root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual"
    )
    for pool in pools:
        section = ET.SubElement(
            part,
            "assessmentSection",
            identifier=f"section-{pool.item.replace('.', '-')}",
            title=pool.item,
            visible="true",
        )
        if len(pool.forms) > 1:
            ET.SubElement(section, "selection", select="1")
        for form in pool.forms:
            ref = ET.SubElement(
                section, "assessmentItemRef", identifier=form.id, href=f"items/{form.id}.xml"
            )
            if form.points != 1:
                ET.SubElement(ref, "weight", identifier="POINTS", value=f"{form.points:.12g}")
    return root


def _in_three(root: ET.Element) -> ET.Element:
    """Return a tree of 2.1 with the names of 3.0."""
    for feedback in root.iter("modalFeedback"):
        body = ET.Element("contentBody")
        body.text, feedback.text = feedback.text, None
        body.extend(feedback)
        feedback[:] = [body]
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
