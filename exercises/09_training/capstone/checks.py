from autograder.probing import calls_method, curve_training, keeps_graph, type_in_words, watching
from autograder.probing.curves import LIMIT_OF_CURVE, shape_of_curve
from autograder.probing.models import registered_count
from autograder.probing.rules import mean_square_error, near, some_of

# Weights are random, so facts are truth values, which every sound training shows alike, or
# numbers that the judge holds against the points of the case.


def curve_is_learnt_on_unseen_points(submission, case):
    with watching() as seen:
        run = curve_training(submission, case, "capstone")
        places, heights, shape, found = run.on_unseen_points()
        seen.judging({"three_parts": run.three_parts, "prediction.shape": shape})
        if len(found) == len(heights):
            run.show(seen, places, found)
            seen.judging(shape_of_curve(places, found))
            seen.judged("predictions", found, near(heights, LIMIT_OF_CURVE))
    return seen


def each_step_goes_by_its_own_gradients(submission, case):
    with watching() as seen:
        run = curve_training(submission, case, "capstone")
        way = run.points.way(registered_count(run.model))
        # A backward pass that starts at a new leaf brings the parameters nothing, like none at all.
        seen.judging(way, clues={"asks_autograd": calls_method(submission.source, "backward")})
        seen.judged("pulled_by", [*run.points.pulled_by], some_of(run.X, 0.5))
        seen.judged("moved_by", run.points.moved_soundly(way), some_of(run.X, 0.5))
    return seen


def history_is_made_of_numbers(submission, case):
    with watching() as seen:
        run = curve_training(submission, case, "capstone")
        kinds = {type_in_words(entry) for entry in run.entries}
        falls, number = run.falls(), case.number_for("float").get("".join(kinds))
        facts = {
            "keeps_graph": keeps_graph(run.history),
            "floats": kinds == {"float"},
            "falls": falls,
        }
        seen.judging({f"history.{name}": fact for name, fact in facts.items()})
        # A history that falls is that of a training on these points.
        learnt = near(run.y, run.limit_for_learnt())
        seen.judged("learnt", run.answer(run.X)[1], learnt)
        seen.fact("history.in_numbers", number if falls else None)
        seen.clue("history.entries", min(len(run.losses), 2))
    return seen


def new_points_are_looked_at_and_no_more(submission, case):
    with watching() as seen:
        run = curve_training(submission, case, "capstone")
        is_float = type(run.new_loss) is float
        seen.judging(run.points.evaluation() | {"new_loss.is_float": is_float})
        numbers = [run.answer(run.X_new)[1], [run.new_loss] if is_float else []]
        seen.judged("new_loss", numbers, mean_square_error(run.y_new))
        seen.judged("only_measured", run.points.only_measured, some_of(run.X_new, 1))
    return seen
