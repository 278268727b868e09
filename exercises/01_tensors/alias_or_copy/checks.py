import torch

from autograder.probing import Unchanged, is_plain_tensor, read_back, type_in_words, watching


def sound_is_left_as_it_was(submission, case):
    sound = _sound(case)
    with watching(Unchanged(sound)) as seen:
        types, before, _ = _results(submission.alias_or_copy(sound))
        seen.fact("types", types)
    if seen.facts["raised"] is None:
        seen.fact("sound", None if before is None else sound)
    return seen


def before_and_after_are_right(submission, case):
    sound = _sound(case)
    with watching() as seen:
        types, before, after = _results(submission.alias_or_copy(sound))
        seen.fact("types", types)
        seen.fact("before", before)
        seen.fact("after", after)
    return seen


def each_has_its_own_memory(submission, case):
    sound = _sound(case)
    with watching() as seen:
        types, before, after = _results(submission.alias_or_copy(sound))
        seen.fact("types", types)
        seen.fact("sound_and_before", _share(sound, before))
        seen.fact("sound_and_after", _share(sound, after))
        seen.fact("before_and_after", _share(before, after))
        written = case.floats(3, 1, 99)
        seen.fact("read_back", read_back((sound, before, after), written))
    return seen


def _sound(case):
    # The loudest sample is not 1, and of either sign, so that dividing by it shows.
    loudest = case.cycle(3.5, -5.0, -8.0, 2.5)
    quieter = case.floats(case.size("n", 4, 3, 1, 6) - 1, -2.0, 2.0)
    return torch.tensor([*quieter, loudest])


def _results(returned):
    """The types of what came back, and the two tensors; other values are not looked into."""
    if type(returned) is not list and type(returned) is not tuple:
        return _type(returned), None, None
    types = ", ".join(_type(part) for part in returned[:3])
    if len(returned) == 2 and all(map(is_plain_tensor, returned)):
        return types, *returned
    return types, None, None


def _type(value):
    if is_plain_tensor(value):
        return "Tensor"
    # To facts a list and a tuple are the same; here the learner's own word is wanted.
    return "list" if type(value) is list else type_in_words(value)


def _share(one, other):
    """Views of the same memory may begin at different places of it."""
    if one is None or other is None:
        return None
    return one.untyped_storage().data_ptr() == other.untyped_storage().data_ptr()
