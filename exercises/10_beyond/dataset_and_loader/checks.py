from autograder.probing import plus, tapes, watching
from autograder.probing.decks import drawn_stacks
from autograder.probing.returned import type_as_written
from autograder.probing.rules import new_orders_of, permutation_of


def dataset_knows_its_pairs(submission, case):
    with watching() as seen:
        tape, loader = _loader(seen, submission, case, *drawn_stacks(case))
        seen.fact("length", tapes.length_of(loader))
        seen.fact("pair", tapes.pair_at(loader, case.integer(0, tape.N - 1)))
        seen.fact("last_pair", tapes.pair_at(loader, tape.N - 1))
    return seen


def every_call_comes_once_in_whole_batches(submission, case):
    with watching() as seen:
        tape, loader = _loader(seen, submission, case, *drawn_stacks(case))
        epoch = tape.epoch(loader)
        seen.fact("batch", next((stack.kind for stack in epoch), None))
        seen.requiring("paired", all(stack.paired for stack in epoch))
        facts = tape.facts_of(epoch)
        seen.judging(facts)
        seen.judged("epoch", tapes.rows_of(epoch), permutation_of(tape.pairs))
        seen.fact("birds", tapes.birds_of(epoch))
        seen.fact("spare_columns_plus", plus(facts["spare_columns"], case.uniform(1, 9)))
    return seen


def each_epoch_is_shuffled_anew(submission, case):
    # So many calls that two orders never agree by chance.
    with watching() as seen:
        sizes = case.cycle((20, 4), (33, 5), (24, 8), (41, 6))
        tape, loader = _loader(seen, submission, case, *sizes)
        epochs = [tapes.calls_of(tape.epoch(loader)) for _ in range(2)]
        seen.judged("orders", epochs, new_orders_of([call for call, _ in tape.pairs]))
    return seen


def _loader(seen, submission, case, N, batch_size):
    """A tape, and the loader that the submission makes of it."""
    tape = tapes.Tape(case, N, batch_size)
    loader = tape.loader(submission.dataset_and_loader)
    seen.clue("came_back", type_as_written(loader))
    seen.requiring("is_loader", tapes.is_loader(loader))
    return tape, loader
