import torch

from autograder.probing import Unchanged, describe, is_plain_tensor, type_in_words, watching


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
        seen.fact("read_back", _read_back(case, sound, before, after))
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


def _read_back(case, sound, before, after):
    """
    Write a drawn number into each of the three, then read what stands in them.

    A number; None for a mixture of them and where nothing can be written.
    """
    if before is None or after is None:
        return None
    try:
        # In this mode writing is allowed whatever was tracked, or made in inference mode.
        with torch.inference_mode():
            for tensor in (sound, before, after):
                tensor.fill_(case.uniform(1, 99))
    except RuntimeError:  # such as an expanded tensor, whose places share memory
        return None
    numbers = [set(describe(tensor).values) for tensor in (sound, before, after)]
    return [found.pop() if len(found) == 1 else None for found in numbers]
