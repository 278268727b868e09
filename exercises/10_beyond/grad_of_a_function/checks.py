import torch

from autograder.probing import called_without_parentheses, journal, journaling, one_run

# Of one sample: w and x have shape (D,), the target t has shape ().
_LOSSES = (
    lambda w, x, t: ((w * x).sum() - t) ** 2,
    lambda w, x, t: (torch.tanh(w @ x / 4) - t) ** 2,
    lambda w, x, t: ((w - t * x) ** 2).sum(),
    lambda w, x, t: (w * x).sin().sum() * t,
)


def every_sample_has_its_row(submission, case):
    seen, runs = _asked(submission, case)
    return seen.judging_unless_raised({"returned": seen.answer}, way={"runs": min(runs, 2)})


def loss_runs_once_for_the_whole_batch(submission, case):
    numbers = case.number_for("never", "once", "several times")
    seen, runs = _asked(submission, case)
    seen.judging({"runs": runs})
    # A run that came to nothing was none.
    word = "never" if seen.raised or not runs else "once" if runs == 1 else "several times"
    return seen.judging({"runs_in_number": numbers[word]}, clues={"returned": seen.answer})


def inputs_stay_as_they_were(submission, case):
    numbers, (seen, _) = case.number_for("plain", "tracked"), _asked(submission, case)
    for facts in (journal.made_trainable, journal.gradient_left, journal.kept):
        seen.judging(facts, "w", "X", "y")
    tracked = any(one.requires_grad for one in seen.given.values())
    seen.fact("inputs_in_number", numbers["tracked" if tracked else "plain"])
    return seen.with_clues({"returned": seen.answer})


@one_run
def _asked(submission, case):
    """What was seen of one call, and how often the loss ran."""
    loss, runs = case.cycle(*_LOSSES), []
    N, D = case.size("N", 4, 1, 3, 2), case.cycle(3, 2, 3, 4)
    w, X, y = case.tensor(D), case.tensor(N, D), case.tensor(N)

    def loss_of_one(w, x, t):
        runs.append(None)
        return loss(w, x, t)

    with journaling(w=w, X=X, y=y) as seen:
        seen.answer = submission.grad_of_a_function(loss_of_one, w, X, y)
    uncalled = called_without_parentheses(submission, "backward")
    return seen.with_clues({"backward_uncalled": uncalled}), len(runs)
