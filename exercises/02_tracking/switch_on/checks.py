from autograder.probing import (
    Events,
    called_without_parentheses,
    gradient_in_use,
    is_plain_tensor,
    near_misses,
    read_back,
    watching,
)

# What was seen to happen to a tensor -> how a learner writes it.
_WAYS = {
    "requires_grad.__set__": ".requires_grad = True",
    "requires_grad_": ".requires_grad_()",
}


def three_tensors_hold_the_values(submission, case):
    values = _values(case)
    with watching() as seen:
        returned = submission.switch_on(values)
        seen.returned(returned)
        parts = _parts(returned)
        seen.fact("shared_memory", _share_memory(parts))
        seen.fact("read_back", read_back(parts, case.floats(len(parts), 1, 99)))
    _note_typos(seen, submission)
    return seen


def all_three_are_trainable_leaves(submission, case):
    values = _values(case)
    with watching() as seen:
        parts = _parts(submission.switch_on(values))
        seen.fact("requires_grad", [is_plain_tensor(part) and part.requires_grad for part in parts])
        seen.fact("is_leaf", [is_plain_tensor(part) and part.is_leaf for part in parts])
        seen.fact("in_use", [_collected(part, case.uniform(1, 99)) for part in parts])
    _note_typos(seen, submission)
    return seen


def each_was_asked_in_its_own_way(submission, case):
    values = _values(case)
    events = Events()
    with watching(events) as seen:
        parts = _parts(submission.switch_on(values))
        ways = [_way(part, events) for part in parts]
        seen.fact("ways", ways)
    if seen.facts["raised"] is None:
        # Each is used with the number of its own way.
        numbers = case.number_for("requires_grad=True", *_WAYS.values())
        pairs = zip(parts, ways, strict=True)
        seen.fact("in_use", [_collected(part, numbers.get(way)) for part, way in pairs])
    _note_typos(seen, submission)
    return seen


def _values(case):
    return case.floats(case.size("n", 3, 1, 5, 2))


def _parts(returned):
    """The entries of a list or tuple; no other type is looked into."""
    return returned if type(returned) is list or type(returned) is tuple else [returned]


def _share_memory(parts):
    places = [part.data_ptr() for part in parts if is_plain_tensor(part)]
    return len(set(places)) < len(places)


def _way(part, events):
    """How *part* itself was switched on, as far as the calls on it show."""
    if not is_plain_tensor(part) or not part.requires_grad:
        return "nothing"
    seen = [event.short_name for event in events.named(*_WAYS) if id(part) in event.inputs]
    return ", ".join(_WAYS[name] for name in dict.fromkeys(seen)) or "requires_grad=True"


def _collected(part, number):
    """One number: which numbers *part* holds, and how many, is another claim's matter."""
    gradient = None if number is None else gradient_in_use(part, number)
    return None if gradient is None else gradient.mean().item()


def _note_typos(seen, submission):
    seen.clue("misspelt", bool(near_misses(submission.source, "requires_grad")))
    seen.clue("not_called", called_without_parentheses(submission.source, "requires_grad_"))
