"""
Published items of QTI 2.1 and 3.0, read as their schemas say, and graded by their own rules.

The tables follow ``imsqti_v2p1`` and ``imsqti_asiv3p0``, as far as our items use them; whatever else an
item holds is refused. Items of 3.0 are also executed by a player that we did not write (``tests/node``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

__all__ = [
    "as_inner",
    "item_texts",
    "points_of_test",
    "qti3_faults",
    "qti21_credit",
    "qti21_faults",
]

# QTI 3.0

_BLOCK = "p|pre|div|ul|ol|blockquote"
_INLINE = "code|em|small|strong|span|br|a"
_FLOW = f"({_BLOCK}|{_INLINE})*"
_TEST = "qti-match|qti-member|qti-pattern-match"
#: What may stand in each element, as an expression over the names of its children; and the attributes that it must have. From the schema, as far as our items use it.
_QTI3: Mapping[str, tuple[str, str]] = {
    "qti-assessment-item": (
        "qti-response-declaration* qti-outcome-declaration* qti-item-body "
        "qti-response-processing qti-modal-feedback*",
        "identifier title time-dependent",
    ),
    "qti-response-declaration": ("qti-correct-response? qti-mapping?", "identifier cardinality"),
    "qti-correct-response": ("qti-value+", ""),
    "qti-mapping": ("qti-map-entry+", "default-value"),
    "qti-map-entry": ("", "map-key mapped-value"),
    "qti-outcome-declaration": ("qti-default-value?", "identifier cardinality"),
    "qti-default-value": ("qti-value+", ""),
    "qti-value": ("", ""),
    "qti-item-body": (f"({_BLOCK}|qti-choice-interaction|qti-order-interaction)+", ""),
    "qti-choice-interaction": ("qti-prompt? qti-simple-choice+", "response-identifier"),
    "qti-order-interaction": ("qti-prompt? qti-simple-choice+", "response-identifier"),
    "qti-simple-choice": (_FLOW, "identifier"),
    "qti-text-entry-interaction": ("", "response-identifier"),
    "qti-response-processing": ("(qti-response-condition|qti-set-outcome-value)*", ""),
    "qti-response-condition": ("qti-response-if qti-response-else-if* qti-response-else?", ""),
    "qti-response-if": (f"({_TEST}) qti-set-outcome-value*", ""),
    "qti-match": ("qti-variable (qti-correct|qti-base-value)", ""),
    "qti-member": ("qti-base-value qti-variable", ""),
    "qti-pattern-match": ("qti-variable", "pattern"),
    "qti-set-outcome-value": ("(qti-base-value|qti-multiple|qti-map-response)", "identifier"),
    "qti-multiple": ("qti-variable qti-base-value", ""),
    "qti-map-response": ("", "identifier"),
    "qti-variable": ("", "identifier"),
    "qti-correct": ("", "identifier"),
    "qti-base-value": ("", "base-type"),
    "qti-modal-feedback": (
        "qti-stylesheet* qti-content-body qti-catalog-info?",
        "outcome-identifier identifier show-hide",
    ),
    "qti-content-body": (_FLOW, ""),
    "p": (f"({_INLINE}|qti-text-entry-interaction)*", ""),
    "div": (f"({_BLOCK}|{_INLINE})*", ""),
    "blockquote": (f"({_BLOCK})*", ""),
    "ul": ("li+", ""),
    "ol": ("li+", ""),
    "li": (_FLOW, ""),
    **dict.fromkeys(("pre", *_INLINE.split("|")), (f"({_INLINE})*", "")),
}
_SPACE3 = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
#: Elements whose text counts; in the others only blanks may stand.
_WITH_TEXT = frozenset(
    ("p", "pre", "div", "li", "qti-simple-choice", "qti-value", "qti-base-value",
     "qti-content-body", *_INLINE.split("|"))
)  # fmt: skip


def qti3_faults(text: str) -> list[str]:
    """What the schema of QTI 3.0 would refuse in an item."""
    return schema_faults(text, _SPACE3, _QTI3, _WITH_TEXT)


def schema_faults(
    text: str, space: str, table: Mapping[str, tuple[str, str]], with_text: frozenset[str]
) -> list[str]:
    """What a schema would refuse in an item: *table* has the children and attributes of each element."""
    faults = []
    for element in ET.fromstring(text).iter():
        assert element.tag.startswith(space), element.tag
        name = element.tag.removeprefix(space)
        if name not in table:
            faults.append(f"unknown {name}")
            continue
        content, attributes = table[name]
        children = "".join(f"{child.tag.removeprefix(space)}_" for child in element)
        allowed = re.sub(r"[A-Za-z-]+", r"(?:\g<0>_)", content).replace(" ", "")
        if not re.fullmatch(allowed, children):
            faults.append(f"{name} holds {children or 'nothing'}")
        faults += [f"{name} lacks {a}" for a in attributes.split() if element.get(a) is None]
        beside = (element.text or "") + "".join(child.tail or "" for child in element)
        if name not in with_text and beside.strip():
            faults.append(f"{name} holds the text {beside.strip()[:20]!r}")
    choice = next(
        iter(name for name in table if name.lower().endswith(("simplechoice", "simple-choice")))
    )
    names = [e.get("identifier") for e in ET.fromstring(text).iter(f"{space}{choice}")]
    faults += [f"two choices {a}" for a, b in pairwise(sorted(filter(None, names))) if a == b]
    return faults


# QTI 2.1

SPACE2 = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"


def _in_two(text: str) -> str:
    """Names of 3.0 as 2.1 has them: ``qti-choice-interaction`` is ``choiceInteraction``."""
    bare = re.sub(r"\bqti-", "", text)
    return re.sub(r"(?<=[a-z])-([a-z])", lambda found: found[1].upper(), bare)


_QTI2: Mapping[str, tuple[str, str]] = {
    **{
        _in_two(name): (_in_two(children), _in_two(must))
        for name, (children, must) in _QTI3.items()
    },
    "assessmentItem": (
        "responseDeclaration* outcomeDeclaration* itemBody responseProcessing modalFeedback*",
        "identifier title adaptive timeDependent",
    ),
    "choiceInteraction": ("prompt? simpleChoice+", "responseIdentifier shuffle maxChoices"),
    "orderInteraction": ("prompt? simpleChoice+", "responseIdentifier shuffle"),
    "responseIf": ("(match|member|equal|stringMatch|or) setOutcomeValue*", ""),
    "or": ("(match|member|equal|stringMatch)+", ""),
    "equal": ("variable baseValue", "toleranceMode tolerance"),
    "stringMatch": ("variable baseValue", "caseSensitive"),
    "modalFeedback": (_FLOW, "outcomeIdentifier identifier showHide"),
}


def qti21_faults(text: str) -> list[str]:
    """What the schema of QTI 2.1 would refuse in an item, as far as our items use it."""
    with_text = frozenset(map(_in_two, _WITH_TEXT)) | {"modalFeedback"}
    return schema_faults(text, SPACE2, _QTI2, with_text)


def qti21_credit(text: str, response: str | Sequence[str]) -> float:
    """
    The SCORE that an item's own response processing gives; *response* as in :func:`moodle_credit`.

    Refuses what it does not know, since a platform would, too.
    """
    item = ET.fromstring(text)
    declared = item.find(f"{SPACE2}responseDeclaration")
    assert declared is not None
    given = _response(item, declared, response)
    score = 0.0
    for rule in item.find(f"{SPACE2}responseProcessing") or ():
        if rule.tag == f"{SPACE2}setOutcomeValue":
            rules = [rule]
        else:
            assert rule.tag == f"{SPACE2}responseCondition"
            condition, *rules = rule[0]
            if not _holds(condition, given, declared):
                continue
        for outcome in rules:
            if outcome.get("identifier") == "SCORE":
                score = _outcome(outcome[0], given, declared)
    return score


_Given = str | float | list[str] | None


def _response(item: ET.Element, declared: ET.Element, response: str | Sequence[str]) -> _Given:
    choices = {
        "".join(choice.itertext()).partition(":")[0]: choice.get("identifier", "")
        for choice in item.iter(f"{SPACE2}simpleChoice")
    }
    kind = declared.get("baseType")
    if kind == "identifier":
        chosen = [choices[label] for label in response]
        return chosen[0] if declared.get("cardinality") == "single" else chosen
    assert isinstance(response, str)
    if kind == "string":
        return response
    assert kind == "float"
    try:
        return float(response)
    except ValueError:
        return None  # Blackboard's field takes nothing but a number


def _holds(condition: ET.Element, given: _Given, declared: ET.Element) -> bool:
    match condition.tag.removeprefix(SPACE2):
        case "or":
            return any(_holds(one, given, declared) for one in condition)
        case "match" if condition[1].tag == f"{SPACE2}correct":
            right = [v.text for v in declared.iterfind(f"{SPACE2}correctResponse/{SPACE2}value")]
            return given == (right if isinstance(given, list) else right[0])
        case "match":
            return given == condition[1].text
        case "member":
            assert isinstance(given, list)
            return condition[0].text in given
        case "stringMatch":
            assert condition.get("caseSensitive") == "false"
            return str(given).strip().lower() == (condition[1].text or "").strip().lower()
        case "equal":
            assert condition.get("toleranceMode") == "absolute"
            below, above = map(float, condition.get("tolerance", "").split())
            value = float(condition[1].text or "nan")
            return isinstance(given, float) and value - below <= given <= value + above
    raise AssertionError(condition.tag)


def _outcome(value: ET.Element, given: _Given, declared: ET.Element) -> float:
    if value.tag == f"{SPACE2}baseValue":
        return float(value.text or "nan")
    assert value.tag == f"{SPACE2}mapResponse"
    assert isinstance(given, list)
    mapping = declared.find(f"{SPACE2}mapping")
    assert mapping is not None
    worth = {e.get("mapKey"): float(e.get("mappedValue", "nan")) for e in mapping}
    total = sum(worth.get(one, float(mapping.get("defaultValue", "nan"))) for one in given)
    return min(
        float(mapping.get("upperBound", "inf")),
        max(float(mapping.get("lowerBound", "-inf")), total),
    )


def points_of_test(text: str) -> float:
    """The points of a test: a question of each section, by the weight of its first item, else 1."""
    found = 0.0
    for section in ET.fromstring(re.sub(r' xmlns="[^"]*"', "", text)).iter():
        if section.tag in ("assessmentSection", "qti-assessment-section"):
            weights = [
                float(e.get("value", "nan")) for e in section.iter() if e.tag.endswith("weight")
            ]
            found += weights[0] if weights else 1.0
    return found


def item_texts(text: str) -> dict[str, str]:
    """The prompt, each choice and each feedback of an item of QTI 2.1 or 3.0, as canonical HTML."""
    item = ET.fromstring(re.sub(r' xmlns="[^"]*"', "", text))
    body = item.find("itemBody") or item.find("qti-item-body")
    assert body is not None
    found = {"prompt": inner(body[0])}
    for element in item.iter():
        if element.tag in ("simpleChoice", "qti-simple-choice"):
            found[f"choice {element.get('identifier')}"] = inner(element)
        elif element.tag in ("modalFeedback", "qti-modal-feedback"):
            body = element if element.tag == "modalFeedback" else element[0]
            found[f"feedback {element.get('identifier')}"] = inner(body)
    return found


def inner(element: ET.Element) -> str:
    """What is within *element*, as canonical XML."""
    copy = ET.Element("x")
    copy.text = element.text
    copy.extend(element)
    return ET.canonicalize(ET.tostring(copy, encoding="unicode"))


def as_inner(html: str) -> str:
    """*html* in the form of :func:`inner`."""
    return inner(ET.fromstring(f"<x>{html}</x>"))
