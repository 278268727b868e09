from autograder.probing import called_without_parentheses, epochs_of_regression, keeps_graph
from autograder.probing.journal import LeftTensors, always_trains, epoch_signs, model_values, odd


def each_batch_moves_the_model_once(submission, case):
    training = epochs_of_regression(case)
    numbers = case.number_for("training", "evaluating")
    seen = training.run(submission.epochs)
    seen.judging(_signs(seen, training, submission)).judging(model_values(seen.journal))
    mode = "training" if always_trains(seen.journal) else "evaluating"
    return seen.judging({"mode_in_number": numbers[mode]})


def history_holds_the_mean_loss_of_each_epoch(submission, case):
    training = epochs_of_regression(case)
    seen = training.run(submission.epochs)
    if not seen.raised:
        history = training.returned
        seen.judging({"returned.keeps_graph": keeps_graph(history), "returned": history})
    return _told_apart(seen, training, submission)


def no_graph_outlives_its_batch(submission, case):
    training = epochs_of_regression(case)
    numbers = case.number_for("kept", "gone")
    seen = training.run(submission.epochs)
    kept = training.loss_fn.graphs_kept or keeps_graph(training.returned)
    left = seen.journal.of(LeftTensors)
    facts = {
        "graphs_kept": kept,
        "float_of_tracked": any(one.how == "float" and one.of_tracked for one in left),
        "first_predictions": training.first_predictions,
    }
    # Whoever stopped on the way has not shown what becomes of the graphs.
    if not seen.raised:
        facts["graphs_in_number"] = numbers["kept" if kept else "gone"]
    return _told_apart(seen.judging(facts), training, submission)


def _told_apart(seen, training, submission):
    """The road is not judged here: it tells programs apart that return or raise the same."""
    how = odd(_signs(seen, training, submission))
    return seen.judging(how) if seen.raised else seen.judging({}, clues=how)


def _signs(seen, training, submission):
    uncalled = called_without_parentheses(submission, "backward")
    return epoch_signs(seen.journal, due=training.due, uncalled=uncalled)
