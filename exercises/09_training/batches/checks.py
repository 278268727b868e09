import itertools

import torch

from autograder.probing import ask, is_plain_tensor, watching
from autograder.probing.facts import describe_tensor
from autograder.probing.rules import new_orders_of, permutation_of, unchanged


def every_card_comes_once_with_its_own_back(submission, case):
    deck = _Deck(case, *_drawn_sizes(case))
    epochs = []
    with watching() as seen:
        # Twice: what is left to chance hardly comes out right both times.
        epochs += [deck.epoch(submission), deck.epoch(submission)]
    if epochs:
        pairs = [pair for epoch in epochs for pair in epoch]
        fronts = [deck.fronts(epoch) for epoch in epochs]
        torn = any(deck.fronts([pair]) != deck.backs([pair]) for pair in pairs)
        seen.fact("all_pairs", None not in pairs)
        if None not in pairs:
            seen.fact("torn", torn)
            backs = [deck.backs(epoch) for epoch in epochs]
            seen.clue("backs_in_given_order", all(back == sorted(back) for back in backs))
            seen.fact("missing", any(set(range(deck.N)) - set(front) for front in fronts))
            seen.fact("repeated", any(len(set(front)) < len(front) for front in fronts))
            seen.fact("X_batch.shapes", [_shape(X) for X, _ in epochs[0]])
            seen.fact("y_batch.shapes", [_shape(y) for _, y in epochs[0]])
            whole = permutation_of(_rows([deck.as_pair()]))
            for name, epoch in zip(("first_epoch", "second_epoch"), epochs, strict=True):
                seen.judged(name, _rows(epoch), whole)
    return seen


def each_call_shuffles_the_deck_anew(submission, case):
    # So many cards that two orders never agree by chance.
    deck = _Deck(case, *case.cycle((20, 4), (33, 5), (24, 8), (41, 6)))
    epochs = []
    with watching() as seen:
        epochs += [deck.epoch(submission), deck.epoch(submission)]
    if epochs:
        first, second = epochs
        whole = [X for X, _ in _rows([deck.as_pair()])]
        well_formed = None not in first + second
        seen.fact("all_pairs", well_formed)
        if well_formed:
            fronts = [[X for X, _ in _rows(epoch)] for epoch in epochs]
            seen.judged("orders", fronts, new_orders_of(whole))
            together = deck.company(first)
            seen.fact("same_company", bool(together) and together == deck.company(second))
            begins = sorted(deck.fronts(first[:1])) == sorted(deck.fronts(second[:1]))
            seen.clue("same_first_batch", begins)
            companies = [deck.sorted_stacks(epoch) for epoch in epochs]
            seen.judged("companies", companies, new_orders_of(whole))
        # A seed of one's own gives the same order again; so does an order that is kept.
        seen.clue("seeded", "seed(" in submission.source or "Generator(" in submission.source)
        seen.clue("seeded_for_all", torch.initial_seed() != deck.seed)
    return seen


def deck_stays_as_it_was(submission, case):
    deck = _Deck(case, *case.cycle((6, 4), (1, 2), (9, 2), (7, 9)))
    before = deck.X.clone(), deck.y.clone()
    with watching() as seen:
        deck.epoch(submission)
    for name, one, was in zip(("X", "y"), (deck.X, deck.y), before, strict=True):
        seen.judged(f"{name}_after", one, unchanged(was))
    return seen


class _Deck:
    """N cards that can be recognised by their front as well as by their back."""

    def __init__(self, case, N, batch_size):
        self.N, self.batch_size = N, batch_size
        case.sizes["N"] = N
        case.seed_torch()
        self.seed = torch.initial_seed()
        self.X, self.y = case.tensor(N, 3), case.tensor(N, 1)
        for number in range(N):
            self.X[number] += 8 * number
            self.y[number] += 8 * number
        self._fronts = {tuple(row): number for number, row in enumerate(self.X.tolist())}
        self._backs = {tuple(row): number for number, row in enumerate(self.y.tolist())}

    def epoch(self, submission):
        """Return what one call brings: (X, y) as tensor facts, or None for what is no such pair."""
        returned = submission.batches(self.X, self.y, self.batch_size)
        # A generator that never ends would keep us for ever.
        brought = ask(lambda: list(itertools.islice(iter(returned), self.N + 3)))
        return [_pair(item) for item in brought]

    def as_pair(self):
        """The whole deck, in the given order."""
        return describe_tensor(self.X), describe_tensor(self.y)

    def fronts(self, pairs):
        """Return the numbers of the cards in order of their fronts; -1 for what is no front."""
        return [number for X, _ in filter(None, pairs) for number in _find(X, 3, self._fronts)]

    def backs(self, pairs):
        return [number for _, y in filter(None, pairs) for number in _find(y, 1, self._backs)]

    def company(self, pairs):
        """Return which cards came together, in whatever order; one or all of them say nothing."""
        stacks = {frozenset(self.fronts([pair])) for pair in pairs}
        return {stack for stack in stacks if 1 < len(stack) < self.N}

    def sorted_stacks(self, pairs):
        """
        Return the fronts as rows, the cards of each stack in given order, the stacks by their first.

        So they are in a new order only if the cards come in new company. Where there are no two
        stacks, they stay as they came.
        """
        stacks = [_cut(X, 3) for X, _ in pairs]
        if len(self.company(pairs)) > 1:
            stacks = sorted((sorted(stack, key=self._number) for stack in stacks), key=self._first)
        return [row for stack in stacks for row in stack]

    def _number(self, front):
        return self._fronts.get(front, -1)

    def _first(self, stack):
        return self._number(stack[0]) if stack else self.N


def _drawn_sizes(case):
    """
    How many cards there are, and how many make a stack.

    By turns with some left over, with a single card, with none left over, and with fewer than
    make a stack.
    """
    size, full = case.integer(3, 6), case.integer(2, 3)
    return case.cycle(
        (size * full + case.integer(1, size - 1), size),
        (1, size),
        (size * 2, size),
        (size + 1, size + case.integer(2, 4)),
    )


def _pair(item):
    if type(item) not in (tuple, list) or len(item) != 2 or not all(map(is_plain_tensor, item)):
        return None
    X, y = map(describe_tensor, item)
    return (X, y) if X.dtype == y.dtype == "float32" else None


def _rows(pairs):
    """The cards as rows, fronts and backs side by side; what has no other side stands alone."""
    return [
        [[*X], [*y]]
        for fronts, backs in pairs
        for X, y in itertools.zip_longest(_cut(fronts, 3), _cut(backs, 1), fillvalue=())
    ]


def _cut(fact, width):
    return [fact.values[at : at + width] for at in range(0, len(fact.values), width)]


def _find(fact, width, numbers):
    return [numbers.get(row, -1) for row in _cut(fact, width)]


def _shape(fact):
    return str(fact.shape)
