from autograder.probing import journal, journaled, journaling, refusals, returned


def unequal_shapes_are_refused(submission, case):
    # Two that give N x N, one that hides behind N = 1, one that torch refuses too, one with as many
    # axes and elements on both sides, and a scalar.
    n = case.integer(2, 40)
    hidden, refused, alike = ((1, 1), (1,)), ((n,), (n + 3,)), ((n, 1), (1, n))
    shapes = case.cycle(((n, 1), (n,)), ((n,), (n, 1)), hidden, refused, alike, ((1,), ()))
    pred, y = (case.tensor(*shape) for shape in shapes)
    with journaling(pred=pred, y=y) as seen:
        answer = refusals.refusal(ValueError, submission.residual, pred, y)
        named = refusals.shapes_named(answer.message)
        seen.judging({"refused_by": answer.by, "names_both_shapes": set(shapes) <= named})
        seen.fact("shapes_named", [list(shape) for shape in shapes if shape in named])
        seen.clue("shape", returned.shape_in_words(answer.returned))
        seen.clue("type", returned.type_as_written(answer.returned))
        seen.clue("names_a_shape", bool(named))
    return seen.judging(journal.kept, "pred", "y")


def equal_shapes_are_subtracted(submission, case):
    shape = case.cycle((4,), (3, 1), (1,), (2, 3), (1, 1), ())
    pred, y = case.tensor(*shape), case.tensor(*shape)
    seen = journaled(submission.residual, pred=pred, y=y)
    return seen.judging_answer().judging(journal.kept, "pred", "y")
