from autograder.probing import epochs_of_regression, journal, keeps_graph, one_run, plain_numbers


def each_batch_moves_the_model_once(submission, case):
    numbers, (seen, training) = (
        case.number_for("training", "evaluating"),
        _trained(submission, case),
    )
    seen.judging(journal.epoch_signs, submission, due=training.due).judging(journal.model_values)
    mode = "training" if journal.always_trains(seen.journal) else "evaluating"
    return seen.judging({"mode_in_number": numbers[mode]})


def history_holds_the_mean_loss_of_each_epoch(submission, case):
    seen, training = _trained(submission, case)
    way = _way(seen, submission, training.due)
    return seen.judging_unless_raised(plain_numbers(seen.answer), way=way)


def no_graph_outlives_its_batch(submission, case):
    numbers, (seen, training) = case.number_for("kept", "gone"), _trained(submission, case)
    kept = training.loss_fn.graphs_kept or keeps_graph(seen.answer)
    left = seen.journal.of(journal.LeftTensors)
    seen.fact("graphs_kept", kept)
    seen.fact("float_of_tracked", any(one.how == "float" and one.of_tracked for one in left))
    seen.fact("first_predictions", training.first_predictions)
    # Whoever stopped on the way has not shown what becomes of the graphs.
    witness = {"graphs_in_number": numbers["kept" if kept else "gone"]}
    return seen.judging_unless_raised(witness, way=_way(seen, submission, training.due))


@one_run
def _trained(submission, case):
    training = epochs_of_regression(case)
    return training.run(submission.epochs), training


def _way(seen, submission, due):
    """It is not judged by itself here: it tells programs apart that return or raise the same."""
    return journal.odd(journal.epoch_signs(seen.journal, submission, due=due))
