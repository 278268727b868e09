from torch import nn

from autograder.probing import (
    entries,
    going_back,
    journal,
    journaled,
    kind_in_words,
    models,
    one_run,
)


def loss_is_the_cross_entropy_of_raw_scores(submission, case):
    seen = _asked(submission, case)
    loss, model = entries(seen.answer, 3)[0], seen.given["model"]
    seen.judging_unless_raised({"loss": loss, "loss.kind": kind_in_words(loss)})
    with seen.asking():
        going_back.go_back(loss, 1.0)
    return seen.judging_unless_raised({"gradients": [one.grad for one in model.parameters()]})


def guesses_are_the_classes_with_the_greatest_score(submission, case):
    seen = _asked(submission, case)
    return seen.judging_unless_raised({"guesses": entries(seen.answer, 3)[1]})


def accuracy_is_the_share_of_right_guesses(submission, case):
    seen = _asked(submission, case)
    return seen.judging_unless_raised({"accuracy": entries(seen.answer, 3)[2]})


@one_run
def _asked(submission, case):
    """What was seen of one call; some guesses of the model are right, the others are not."""
    rows, classes = case.size("N", 9, 1, 11, 7), case.cycle(3, 4, 5, 2)
    model = models.with_drawn_numbers(nn.Linear(3, classes), case)
    X = case.tensor(rows, 3, low=-2, high=2)
    guessed, right = model(X).argmax(dim=1), case.integer(1, max(1, rows - 2))
    y = (guessed + (guessed.new_tensor(range(rows)) >= right)) % classes
    seen = journaled(submission.logits_and_classes, model=model, X=X, y=y)
    seen.clue("recorded", journal.ran_recorded(seen.journal))
    return seen.with_clues({"warnings": seen.warnings})
