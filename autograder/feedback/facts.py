"""Facts as a learner reads them; texts from learner code are cleaned here."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from autograder.judging import Difference, Kind, Relation, RelationKind
from autograder.judging.comparing import Absent
from autograder.judging.rules import WORDS
from autograder.languages import Words, mark
from autograder.observations import ArrayFact, ErrorFact, Fact, GridFact, ObjectFact, TensorFact
from autograder.texts import cleaned

__all__ = ["clean", "has_words", "label_of", "relation_in_words", "show_aspect", "show_fact"]

_MAX_SHOWN = 8
_MAX_TEXT = 400

# The meaning of aspects in facts' names: "W.adds_up" is the aspect "adds_up" of W.
_ASPECTS = {
    "behind_autograd": mark("{name} was changed behind autograd's back"),
    "changed": mark("{name} was changed"),
    "replaced_by": mark("the tensor that got the new value of {name}"),
    "fresh_gradients": mark("gradient that each backward pass brought to {name}"),
    "adds_up": mark("gradients of several passes add up in {name}.grad"),
    "keeps_graph": mark("{name} still holds on to its graph"),
    "graph": mark("graph of {name}"),
    "calls": mark("how {name} was called"),
    "gradients": mark("gradients at {name}"),
    "misses": mark("parameters that {name} does not hold"),
    "parameters": mark("parameters of {name}"),
    "in_use": mark("gradient that {name} gets when it is used with drawn numbers"),
    "kept": mark("sum of the numbers in {name}, if it was left as it was"),
    "by_gradient": mark("sum of the numbers that {name} began with, if autograd was asked"),
    "plus": mark("{name} plus a drawn number"),
    "filled": mark("shape of {name}, with a drawn number in every place"),
}
_NAMES = {
    "raised": mark("the exception that the call raises"),
    "returned": mark("returned value"),
    "step": "optimizer.step()",
    "backwards": mark("calls that ask autograd for a derivative"),
    "saved_tensors": mark("tensors saved for a backward pass"),
}
# Attributes of tensors, shown as they are written in code.
_ATTRIBUTES = ("grad", "requires_grad", "is_leaf", "dtype", "shape", "ndim")
# What took a parameter's place, by the watcher's word for it.
_REPLACED = {
    "nothing": mark("{name} itself"),
    "a tracked result": mark("another one: a tracked result"),
    "an untracked result": mark("another one: an untracked result"),
}
# Names of variables, as a check lists those of which something is true.
_LISTED = re.compile(r"[A-Za-z_]\w*(?:, [A-Za-z_]\w*)*")
# The name of an exception's class, as a check may send it.
_EXCEPTION = re.compile(r"[A-Za-z_.]*(?:Error|Exception|Warning)")
# Texts that watchers report as facts, and what rules say.
_TEXTS = (
    *WORDS,
    mark("nothing"),
    mark("a tracked result"),
    mark("an untracked result"),
    mark("present"),
    mark("absent"),
    mark("zero"),
)


def clean(text: str, limit: int = 1_000) -> str:
    """
    Return *text* without control characters and cut to *limit*, fit for a terminal or page.

    Facts were cleaned when they were decoded; a learner's own file was not.
    """
    kept = cleaned(text[: limit + 1])
    return kept if len(text) <= limit else kept[:limit] + "…"


def label_of(name: str, say: Words, own_words: dict[str, str] | None = None) -> str:
    """Return the words for the fact *name*; *own_words* are those of the exercise."""
    if own_words and name in own_words:
        return own_words[name]
    subject, dot, aspect = clean(name, 100).partition(".")
    subject = say(_NAMES.get(subject, subject))
    if not dot:
        return subject
    if aspect in _ASPECTS:
        return say(_ASPECTS[aspect], name=subject)
    if name.startswith("returned."):
        # Not "returned value.is_leaf": that is neither code nor a sentence.
        return say("`{attribute}` of the returned value", attribute=aspect)
    if aspect.startswith("is_") and aspect != "is_leaf":
        return say(mark("{name} is {other} itself"), name=subject, other=aspect[3:])
    return f"{subject}.{aspect}"


def has_words(name: str, own_words: Collection[str] = ()) -> bool:
    """Tell whether there are words for the fact *name*, so that it is no bare name of the check."""
    subject, dot, aspect = name.partition(".")
    if name in own_words or not dot or subject == "model":
        return True
    return aspect in _ASPECTS or aspect in _ATTRIBUTES or aspect.startswith("is_")


_OF_SHAPE = {
    TensorFact: mark("a tensor of shape {shape}"),
    ArrayFact: mark("an array of shape {shape}"),
}
_OF_DTYPE = {
    TensorFact: mark("a tensor of dtype {dtype}"),
    ArrayFact: mark("an array of dtype {dtype}"),
}


def show_aspect(difference: Difference, fact: Fact | Absent, say: Words) -> str:
    """Return *fact*, one side of *difference*, as text, in the detail that the difference needs."""
    if isinstance(fact, Absent):
        return say("nothing")
    if _is_no_exception(difference, fact):
        return say("no exception")
    if fact == "nothing" and _lists_names(difference):
        return say("none of them")
    subject, _, aspect = clean(difference.name, 100).partition(".")
    if aspect == "replaced_by" and isinstance(fact, str) and fact in _REPLACED:
        return say(_REPLACED[fact], name=subject)
    if difference.kind is Kind.SHAPE and isinstance(fact, GridFact):
        return say(_OF_SHAPE[type(fact)], shape=_shape(fact))
    if difference.kind is Kind.DTYPE and isinstance(fact, GridFact):
        return say(_OF_DTYPE[type(fact)], dtype=clean(fact.dtype, 40))
    if difference.kind is Kind.LENGTH and isinstance(fact, tuple):
        shown = show_fact(fact, say)
        return say.many("{n} entry: {list}", "{n} entries: {list}", n=len(fact), list=shown)
    if difference.kind is Kind.TYPE:
        return _show_typed(difference, fact, say)
    return show_fact(fact, say)


def _is_no_exception(difference: Difference, fact: Fact) -> bool:
    """Whether *fact* says that nothing was raised, where the other side is an exception."""
    if difference.name == "raised":
        return fact is None
    sides = (difference.observed, difference.expected)
    names = [side for side in sides if isinstance(side, str) and _EXCEPTION.fullmatch(side)]
    return fact == "nothing" and bool(names)


def _lists_names(difference: Difference) -> bool:
    """Whether one side lists variables, so that ``nothing`` on the other means none of them."""
    if difference.name.endswith("graph"):  # "const" is a graph, and no variable.
        return False
    sides = [s for s in (difference.observed, difference.expected) if isinstance(s, str)]
    return any(s not in _TEXTS and _LISTED.fullmatch(s) for s in sides)


def _show_typed(difference: Difference, fact: Fact, say: Words) -> str:
    """Return *fact* as code has it; what kind of thing it is only where that alone differs."""
    sides = (difference.observed, difference.expected)
    alike = len({_literal(side, say) for side in sides if not isinstance(side, Absent)}) == 1
    if alike or isinstance(fact, ObjectFact):
        return f"{_kind(fact, say)}: {show_fact(fact, say)}"
    return _literal(fact, say)


def _literal(fact: Fact, say: Words) -> str:
    if isinstance(fact, bool):
        return str(fact)
    shown = show_fact(fact, say)
    return f'"{shown}"' if isinstance(fact, str) and fact not in _TEXTS else shown


def show_fact(fact: Fact, say: Words) -> str:
    """Return *fact* as text of at most a few hundred characters."""
    match fact:
        case None:
            return "None"
        case bool():
            return say("yes") if fact else say("no")
        case int():
            return str(fact)
        case float():
            return _number(fact)
        case str():
            return clean(say(fact) if fact in _TEXTS else fact, 200)
        case tuple():
            shown = [show_fact(part, say) for part in fact[:_MAX_SHOWN]]
            text = f"[{', '.join([*shown, *(['…'] if len(fact) > _MAX_SHOWN else [])])}]"
            return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"
        case TensorFact() | ArrayFact():
            return _grid(fact, "tensor" if isinstance(fact, TensorFact) else "array")
        case ErrorFact():
            return clean(f"{fact.type_name}: {fact.message}", 400)
        case ObjectFact():
            return clean(fact.type_name, 200)


def relation_in_words(relation: Relation, say: Words) -> str:
    """Return *relation* as the end of a sentence "observed … is …"."""
    match relation.kind:
        case RelationKind.TIMES if relation.factor == 2:
            return say("twice the expected value")
        case RelationKind.TIMES if relation.factor == 0.5:
            return say("half the expected value")
        case RelationKind.TIMES:
            return say("{factor} times the expected value", factor=f"{relation.factor:g}")
        case RelationKind.OPPOSITE:
            return say("the expected value with the opposite sign")
        case RelationKind.NAMED_TIMES:
            count = round(relation.factor)
            return say(
                "{size} times the expected value ({size} = {n})", size=relation.size, n=count
            )
        case RelationKind.NAMED_PART:
            count = round(1 / relation.factor)
            return say(
                "the expected value divided by {size} ({size} = {n})", size=relation.size, n=count
            )
        case RelationKind.ZERO:
            return say("all zero")
        case RelationKind.NOT_FINITE:
            return say("not a finite number")
        case RelationKind.TRANSPOSED:
            return say("the expected value, transposed")
        case RelationKind.RESHAPED:
            return say("the expected numbers in another shape")
        case RelationKind.ONE_LATE:
            return say("the expected list, one place late")
        case RelationKind.ONE_EARLY:
            return say("the expected list, one place early")


def _number(value: float) -> str:
    text = f"{value:.5g}"
    return text if any(character in text for character in ".en") else f"{text}.0"


def _grid(fact: GridFact, made_by: str) -> str:
    numbers = [_entry(value, fact.dtype) for value in fact.values[: _MAX_SHOWN + 1]]
    if not fact.shape:
        return f"{made_by}({numbers[0]})"
    if not numbers:
        of_shape = "" if len(fact.shape) == 1 else f", shape={_shape(fact)}"
        return f"{made_by}([]{of_shape})"
    if len(numbers) > _MAX_SHOWN:
        return f"{made_by}([{', '.join(numbers[:_MAX_SHOWN])}, …], shape={_shape(fact)})"
    return f"{made_by}({_nested(numbers, fact.shape)})"


def _entry(value: float, dtype: str) -> str:
    if dtype == "bool" and value in (0, 1):
        return str(bool(value))
    if "int" in dtype and math.isfinite(value):
        return str(int(value))
    return _number(value)


def _nested(numbers: list[str], shape: tuple[int, ...]) -> str:
    if len(shape) == 1:
        return f"[{', '.join(numbers)}]"
    step = len(numbers) // shape[0] if shape[0] else 0
    parts = [_nested(numbers[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]
    return f"[{', '.join(parts)}]"


def _shape(fact: GridFact) -> str:
    return str(fact.shape)


def _kind(fact: Fact, say: Words) -> str:
    match fact:
        case None:
            return say("nothing")
        case bool():
            return say("a truth value")
        case int() | float():
            return say("a number")
        case str():
            return say("a text")
        case tuple():
            return say("a list")
        case TensorFact():
            return say("a tensor")
        case ArrayFact():
            return say("an array")
        case ErrorFact():
            return say("an exception")
        case ObjectFact():
            return say("an object")
