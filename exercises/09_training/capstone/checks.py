import torch

from autograder.probing import (
    calls_method,
    curve_trainings,
    keeps_graph,
    one_run,
    type_in_words,
    watching,
)
from autograder.probing.curves import LIMIT_OF_CURVE
from autograder.probing.rules import each_mean_square_error, each_near, some_of

# Weights are random, so facts are truth values, which every sound training shows alike, or
# numbers that the judge holds against the points of the case. All five curves are one case.


def curve_is_learnt_on_unseen_points(submission, case):
    seen, runs = _trained(submission, case)
    if seen.raised:
        return seen
    with seen.asking():
        seen.judging({"three_parts": runs.three_parts}).judging(runs.shapes())
        if "finite" in seen.facts:
            runs.show(seen)
            near = each_near([run.heights for run in runs], [LIMIT_OF_CURVE] * len(runs))
            seen.judged("predictions", [run.on_unseen.numbers for run in runs], near)
    return seen


def each_step_goes_by_its_own_gradients(submission, case):
    seen, runs = _trained(submission, case)
    if seen.raised:
        return seen
    with seen.asking():
        # A backward pass that starts at a new leaf brings the parameters nothing, like none at all.
        asks = calls_method(submission, "backward")
        seen.judging(runs.way(), clues={"asks_autograd": asks})
        some = some_of(torch.cat([run.X for run in runs]), 0.5)
        seen.judged("pulled_by", [n for run in runs for n in run.points.pulled_by], some)
        seen.judged("moved_by", [n for run in runs for n in run.points.moved_soundly()], some)
    return seen


def history_is_made_of_numbers(submission, case):
    seen, runs = _trained(submission, case)
    if seen.raised:
        return seen
    with seen.asking():
        kinds = {type_in_words(entry) for run in runs for entry in run.entries}
        falls, number = all(run.falls() for run in runs), case.number_for("float")
        seen.fact("history.keeps_graph", any(keeps_graph(run.history) for run in runs))
        seen.judging({"history.floats": kinds == {"float"}, "history.falls": falls})
        # A history that falls is that of a training on these points.
        learnt = each_near([run.y for run in runs], [run.limit_for_learnt() for run in runs])
        seen.judged("learnt", [run.answer(run.X).numbers for run in runs], learnt)
        seen.fact("history.in_numbers", number.get("".join(kinds)) if falls else None)
        seen.clue("history.entries", min(len(runs[0].losses), 2))
    return seen


def new_points_are_looked_at_and_no_more(submission, case):
    seen, runs = _trained(submission, case)
    if seen.raised:
        return seen
    with seen.asking():
        is_float = all(type(run.new_loss) is float for run in runs)
        seen.judging(runs.evaluation() | {"new_loss.is_float": is_float})
        numbers = [
            [*run.answer(run.X_new).numbers, *([run.new_loss] if is_float else [])] for run in runs
        ]
        seen.judged("new_loss", numbers, each_mean_square_error([run.y_new for run in runs]))
        measured = [n for run in runs for n in run.points.only_measured]
        seen.judged("only_measured", measured, some_of(torch.cat([r.X_new for r in runs]), 1))
    return seen


@one_run
def _trained(submission, case):
    runs = None
    with watching() as seen:
        runs = curve_trainings(case, submission.capstone)
    return seen, runs
