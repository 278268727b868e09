from autograder.probing import journaled, journaling
from autograder.probing.journal import kept
from autograder.probing.refusals import refusal, shapes_named
from autograder.probing.returned import shape_in_words, type_as_written


def unequal_shapes_are_refused(submission, case):
    # Two that give N x N, one that hides behind N = 1, one that torch refuses too, one with as many
    # axes and elements on both sides, and a scalar.
    n = case.integer(2, 40)
    shapes = case.cycle(
        ((n, 1), (n,)),
        ((n,), (n, 1)),
        ((1, 1), (1,)),
        ((n,), (n + 3,)),
        ((n, 1), (1, n)),
        ((1,), ()),
    )
    pred, y = (case.tensor(*shape) for shape in shapes)
    with journaling(pred=pred, y=y) as seen:
        answer = refusal(ValueError, submission.residual, pred, y)
        named = shapes_named(answer.message)
        facts = {
            "refused_by": answer.by,
            "names_both_shapes": set(shapes) <= named,
            "shapes_named": [list(shape) for shape in shapes if shape in named],
        }
        shape, kind = shape_in_words(answer.returned), type_as_written(answer.returned)
        seen.judging(facts, clues={"shape": shape, "type": kind, "names_a_shape": bool(named)})
    return seen.judging(kept(seen.journal, "pred", "y"))


def equal_shapes_are_subtracted(submission, case):
    shape = case.cycle((4,), (3, 1), (1,), (2, 3), (1, 1), ())
    pred, y = case.tensor(*shape), case.tensor(*shape)
    seen, residual = journaled(submission.residual, pred=pred, y=y)
    return seen.judging({"returned": residual} | kept(seen.journal, "pred", "y"))
