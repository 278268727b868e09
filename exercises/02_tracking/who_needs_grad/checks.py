from autograder.probing import answer_or_none, gradient_in_use, journal, journaled, one_run, source
from autograder.probing.going_back import go_back, gradient_at_result
from autograder.probing.returned import is_leaf_of, requires_grad_of


def only_w_requires_grad(submission, case):
    seen = _charged_once(submission, case)
    tensors, number = {"z": seen.answer, **seen.given}, case.uniform(1, 99)
    seen.draw(seen.answer, seen.given)
    seen.judging({f"{name}.requires_grad": requires_grad_of(one) for name, one in tensors.items()})
    # A z that was only given the flag is a leaf without a way back to w.
    seen.judging({f"{name}.is_leaf": is_leaf_of(tensors[name]) for name in ("w", "z")})
    arrived = [gradient_in_use(one, number) for one in seen.given.values()]
    return seen.judging({"in_use": [gradient_at_result(seen.answer, number), *arrived]})


def fares_are_right(submission, case):
    return _charged_once(submission, case).judging_answer().judging(journal.kept, "w", "x", "c")


def gradient_arrives_at_w_alone(submission, case):
    seen = _charged(submission, case)
    seen.draw(seen.answer, seen.given)
    seen.clue("z_is_leaf", is_leaf_of(seen.answer))
    answer_or_none(lambda: go_back(seen.answer, 1.0))
    return seen.judging({f"{name}.grad": one.grad for name, one in seen.given.items()})


@one_run
def _charged_once(submission, case):
    return _charged(submission, case)


def _charged(submission, case):
    w, c = case.tensor(low=1, high=4), case.tensor(low=2, high=6)
    x = case.tensor(case.size("n", 3, 1, 5, 2), low=1, high=9)
    seen = journaled(submission.who_needs_grad, w=w, x=x, c=c)
    seen.clue("cuts", journal.cuts(seen.journal))
    seen.clue("w_was_switched", journal.tracking_switched(seen.journal, "w"))
    seen.clue("unrecorded", journal.anything_unrecorded(seen.journal))
    seen.clue("w_was_used", bool(journal.computed_from(seen.journal, "w")))
    seen.clue("w_was_followed", journal.recorded(seen.journal, "w"))
    return seen.with_clues(source.tracking_typos(submission))
