import torch

from autograder.probing import journaled, read_back
from autograder.probing.journal import called, kept
from autograder.probing.memory import share_memory
from autograder.probing.returned import tensors_in, types_as_written


def sound_is_left_as_it_was(submission, case):
    seen, sound, (before, _) = _copied(submission, case)
    left = {"sound": None if before is None else sound}
    return seen.judging(kept(seen.journal, "sound") | left)


def before_and_after_are_right(submission, case):
    seen, _, (before, after) = _copied(submission, case)
    return seen.judging({"before": before, "after": after})


def each_has_its_own_memory(submission, case):
    seen, sound, (before, after) = _copied(submission, case)
    shared = {
        "sound_and_before": share_memory(sound, before),
        "sound_and_after": share_memory(sound, after),
        "before_and_after": share_memory(before, after),
    }
    written = case.floats(3, 1, 99)
    return seen.judging(shared | {"read_back": read_back((sound, before, after), written)})


def _copied(submission, case):
    # The loudest sample is not 1, of either sign, once alone and quiet, and once it comes twice.
    loudest = case.cycle([3.5], [-5.0], [-0.5], [2.5, -2.5])
    quieter = case.floats(case.size("n", 4, 3, 1, 6) - len(loudest), -2.0, 2.0)
    sound = torch.tensor([*loudest, *quieter] if case.index % 2 else [*quieter, *loudest])
    seen, returned = journaled(submission.alias_or_copy, sound=sound)
    divided = called(seen.journal, "div", "div_", "torch.div", "mul", "mul_", "torch.mul")
    seen.judging({"types": types_as_written(returned)}, clues={"divided": divided})
    return seen, sound, tensors_in(returned, 2)
