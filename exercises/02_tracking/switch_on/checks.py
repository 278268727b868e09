import torch

from autograder.observations import TensorFact
from autograder.probing import Events, called_without_parentheses, near_misses, watching
from autograder.probing.facts import describe

# What was seen to happen to a tensor -> how a learner writes it.
_WAYS = {
    "requires_grad.__set__": ".requires_grad = True",
    "requires_grad_": ".requires_grad_()",
}


def three_tensors_hold_the_values(submission, case):
    values = _values(case)
    with watching() as seen:
        returned = _readable(submission.switch_on(values))
        seen.returned(returned)
        seen.fact("shared_memory", _share_memory(_parts(returned)))
    _note_typos(seen, submission)
    return seen


def all_three_are_trainable_leaves(submission, case):
    values = _values(case)
    with watching() as seen:
        parts = _parts(_readable(submission.switch_on(values)))
        seen.fact("requires_grad", [_plain(part) and part.requires_grad for part in parts])
        seen.fact("is_leaf", [_plain(part) and part.is_leaf for part in parts])
    _note_typos(seen, submission)
    return seen


def each_was_asked_in_its_own_way(submission, case):
    values = _values(case)
    events = Events()
    with watching(events) as seen:
        parts = _parts(_readable(submission.switch_on(values)))
        seen.fact("ways", [_way(part, events) for part in parts])
    _note_typos(seen, submission)
    return seen


def _values(case):
    return case.floats(case.size("n", 3, 1, 5, 2))


def _parts(returned):
    """The entries of a list or tuple; no other type is looked into."""
    return returned if type(returned) is list or type(returned) is tuple else [returned]


def _plain(value):
    """Whether *value* is an ordinary tensor, whose memory and attributes can be read."""
    return type(value) in (torch.Tensor, torch.nn.Parameter) and isinstance(
        describe(value), TensorFact
    )


def _share_memory(parts):
    places = [part.data_ptr() for part in parts if _plain(part)]
    return len(set(places)) < len(places)


def _way(part, events):
    """How *part* itself was switched on, as far as the calls on it show."""
    if not _plain(part) or not part.requires_grad:
        return "nothing"
    seen = [event.short_name for event in events.named(*_WAYS) if id(part) in event.inputs]
    return ", ".join(_WAYS[name] for name in dict.fromkeys(seen)) or "requires_grad=True"


def _note_typos(seen, submission):
    seen.clue("misspelt", bool(near_misses(submission.source, "requires_grad")))
    seen.clue("not_called", called_without_parentheses(submission.source, "requires_grad_"))


def _readable(value):
    """*value*, or a text where it can't be described: a nested tensor has no shape to tell."""
    try:
        describe(value)
    except Exception:
        return "unreadable"
    return value
