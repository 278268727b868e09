import torch

from autograder.probing import Deck, seeds_itself, watching
from autograder.probing.decks import drawn_stacks, inputs_of, rows_of
from autograder.probing.rules import new_orders_of, permutation_of, unchanged


def every_card_comes_once_with_its_own_back(submission, case):
    deck, epochs = Deck(case, *drawn_stacks(case)), []
    with watching() as seen:
        # Twice: what is left to chance hardly comes out right both times.
        epochs += [deck.epoch(submission.batches), deck.epoch(submission.batches)]
    if epochs:
        batches = [batch for epoch in epochs for batch in epoch]
        seen.fact("all_pairs", None not in batches)
        if None not in batches:
            facts = {
                "torn": deck.torn(batches),
                "missing": any(map(deck.misses, epochs)),
                "repeated": any(map(deck.repeats, epochs)),
                "X_batch.shapes": [str(X.shape) for X, _ in epochs[0]],
                "y_batch.shapes": [str(y.shape) for _, y in epochs[0]],
            }
            in_order = all(back == sorted(back) for back in map(deck.backs, epochs))
            seen.judging(facts, clues={"backs_in_given_order": in_order})
            for name, epoch in zip(("first_epoch", "second_epoch"), epochs, strict=True):
                seen.judged(name, rows_of(epoch), permutation_of(deck.rows))
    return seen


def each_call_shuffles_the_deck_anew(submission, case):
    # So many cards that two orders never agree by chance.
    deck, epochs = Deck(case, *case.cycle((20, 4), (33, 5), (24, 8), (41, 6))), []
    with watching() as seen:
        epochs += [deck.epoch(submission.batches), deck.epoch(submission.batches)]
    if epochs:
        well_formed = all(None not in epoch for epoch in epochs)
        seen.fact("all_pairs", well_formed)
        if well_formed:
            new = new_orders_of([inputs for inputs, _ in deck.rows])
            seen.judged("orders", [inputs_of(epoch) for epoch in epochs], new)
            first, second = map(deck.company, epochs)
            seen.fact("same_company", bool(first) and first == second)
            begins = [sorted(deck.fronts(epoch[:1])) for epoch in epochs]
            seen.clue("same_first_batch", begins[0] == begins[1])
            seen.judged("companies", [deck.sorted_stacks(epoch) for epoch in epochs], new)
        # A seed of one's own gives the same order again; so does an order that is kept.
        seen.clue("seeded", seeds_itself(submission))
    return seen


def deck_stays_as_it_was(submission, case):
    deck = Deck(case, *case.cycle((6, 4), (1, 2), (9, 2), (7, 9)))
    before = deck.X.clone(), deck.y.clone()
    with watching() as seen:
        deck.epoch(submission.batches)
    for name, one, was in zip(("X", "y"), (deck.X, deck.y), before, strict=True):
        seen.judged(f"{name}_after", one, unchanged(was))
    seen.fact("seed_stays", torch.initial_seed() == case.torch_seed)
    return seen
