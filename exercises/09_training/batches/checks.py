import torch

from autograder.probing import Deck, seeds_itself, watched
from autograder.probing.decks import drawn_stacks, inputs_of, rows_of
from autograder.probing.rules import new_orders_of, permutation_of, unchanged


def every_card_comes_once_with_its_own_back(submission, case):
    deck = Deck(case, *drawn_stacks(case))
    # Two epochs: what is left to chance hardly comes out right both times.
    seen = watched(deck.epochs, submission.batches)
    if not _all_pairs(seen):
        return seen
    first, second = seen.answer
    facts = {
        "torn": deck.torn([*first, *second]),
        "missing": any(map(deck.misses, seen.answer)),
        "repeated": any(map(deck.repeats, seen.answer)),
        "X_batch.shapes": [str(X.shape) for X, _ in first],
        "y_batch.shapes": [str(y.shape) for _, y in first],
    }
    in_order = all(back == sorted(back) for back in map(deck.backs, seen.answer))
    seen.judging(facts, clues={"backs_in_given_order": in_order})
    seen.judged("first_epoch", rows_of(first), permutation_of(deck.rows))
    seen.judged("second_epoch", rows_of(second), permutation_of(deck.rows))
    return seen


def each_call_shuffles_the_deck_anew(submission, case):
    # So many cards that two orders never agree by chance.
    deck = Deck(case, *case.cycle((20, 4), (33, 5), (24, 8), (41, 6)))
    seen = watched(deck.epochs, submission.batches)
    if _all_pairs(seen):
        new = new_orders_of([inputs for inputs, _ in deck.rows])
        seen.judged("orders", [inputs_of(epoch) for epoch in seen.answer], new)
        first, second = map(deck.company, seen.answer)
        seen.fact("same_company", bool(first) and first == second)
        begins = [sorted(deck.fronts(epoch[:1])) for epoch in seen.answer]
        seen.clue("same_first_batch", begins[0] == begins[1])
        seen.judged("companies", [deck.sorted_stacks(epoch) for epoch in seen.answer], new)
    # A seed of one's own gives the same order again; so does an order that is kept.
    return seen.with_clues({} if seen.raised else {"seeded": seeds_itself(submission)})


def deck_stays_as_it_was(submission, case):
    deck = Deck(case, *case.cycle((6, 4), (1, 2), (9, 2), (7, 9)))
    before = deck.X.clone(), deck.y.clone()
    seen = watched(deck.epoch, submission.batches)
    for name, one, was in zip(("X", "y"), (deck.X, deck.y), before, strict=True):
        seen.judged(f"{name}_after", one, unchanged(was))
    return seen.judging({"seed_stays": torch.initial_seed() == case.torch_seed})


def _all_pairs(seen):
    pairs = not seen.raised and all(None not in epoch for epoch in seen.answer)
    seen.judging_unless_raised({"all_pairs": pairs})
    return pairs
