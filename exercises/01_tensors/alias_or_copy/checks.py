from autograder.probing import (
    data,
    describe,
    journal,
    journaled,
    memory,
    one_run,
    read_back,
    returned,
)


def sound_is_left_as_it_was(submission, case):
    seen, _, (sound, before, _) = _copied(submission, case)
    left = {"sound": None if before is None else sound}
    return seen.judging(journal.kept, "sound").judging(left)


def before_and_after_are_right(submission, case):
    seen, _, (_, before, after) = _copied(submission, case)
    return seen.judging({"before": before, "after": after})


def each_has_its_own_memory(submission, case):
    seen, (sound, before, after), _ = _copied(submission, case)
    seen.fact("sound_and_before", memory.share_memory(sound, before))
    seen.fact("sound_and_after", memory.share_memory(sound, after))
    seen.fact("before_and_after", memory.share_memory(before, after))
    return seen.judging({"read_back": read_back((sound, before, after), case.floats(3, 1, 99))})


@one_run
def _copied(submission, case):
    """What was seen of one call, sound, before and after, and what the three held then."""
    # The loudest sample is not 1, of either sign, once alone and quiet, and once it comes twice.
    loudest = case.cycle([3.5], [-5.0], [-0.5], [2.5, -2.5])
    quieter = case.floats(case.size("n", 4, 3, 1, 6) - len(loudest), -2.0, 2.0)
    sound = data([*loudest, *quieter] if case.index % 2 else [*quieter, *loudest])
    seen = journaled(submission.alias_or_copy, sound=sound)
    seen.fact("types", returned.types_as_written(seen.answer))
    divided = journal.called(seen.journal, "div", "div_", "torch.div", "mul", "mul_", "torch.mul")
    tensors = sound, *returned.tensors_in(seen.answer, 2)
    return seen.with_clues({"divided": divided}), tensors, [*map(describe, tensors)]
