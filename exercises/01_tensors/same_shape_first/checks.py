import re

from autograder.probing import Unchanged, describe, watching
from autograder.probing.submission import LearnerError


def unequal_shapes_are_refused(submission, case):
    # Two that give N x N, one that hides behind N = 1, one that torch refuses too, and one with
    # as many axes and elements on both sides.
    n = case.integer(2, 40)
    shapes = case.cycle(
        ((n, 1), (n,)), ((n,), (n, 1)), ((1, 1), (1,)), ((n,), (n + 3,)), ((n, 1), (1, n))
    )
    pred, y = (case.tensor(*shape) for shape in shapes)
    with watching(Unchanged(pred), Unchanged(y)) as seen:
        refused_by, message = "nothing", ""
        try:
            returned = submission.residual(pred, y)
        except LearnerError as error:
            # Other errors are no answer: they are reported as raised.
            if not issubclass(type(error.exception), ValueError):
                raise
            refused_by, message = "ValueError", error.error.message
        else:
            fact = describe(returned)
            seen.clue("shape", str(getattr(fact, "shape", "")))
            seen.clue("type", getattr(fact, "type_name", type(fact).__name__))
        seen.fact("refused_by", refused_by)
        named = _shapes_in(message)
        seen.fact("names_both_shapes", set(shapes) <= named)
        seen.fact("shapes_named", [list(shape) for shape in shapes if shape in named])
        seen.clue("names_a_shape", bool(named))
    return seen


def equal_shapes_are_subtracted(submission, case):
    shape = case.cycle((4,), (3, 1), (1,), (2, 3), (1, 1))
    pred, y = case.tensor(*shape), case.tensor(*shape)
    with watching(Unchanged(pred), Unchanged(y)) as seen:
        seen.returned(submission.residual(pred, y))
    return seen


def _shapes_in(message):
    """All that is written like a shape: ``(4, 1)``, ``(4,)``, ``torch.Size([4])``."""
    written = re.findall(r"[(\[]([\d,\s]*)[)\]]", message)
    return {tuple(int(size) for size in re.findall(r"\d+", sizes)) for sizes in written}
