from autograder.probing import ScriptRun, answers, keeps_graph, kind_in_words, models, one_run
from autograder.probing.journal.facts.scripts import with_mean
from autograder.probing.rules import answers_of_weights, gradient_of_last_bias, mean_square_error

# Each check looks at one bug alone: what it tells must not depend on which of the others are still
# there. So where a loss is looked at for another bug's sake, all targets are equal (then it is no
# matter which of them a prediction meets), and a sum is made a mean.


def every_layer_is_registered(submission, case):
    rows, (seen, run) = case.tensor(3, 3, low=-2, high=2), _ran(submission, case)
    with seen.asking():
        facts = {"registered": models.registered_count(run.model), "held": run.way.held}
        all_held = facts["held"] == facts["registered"]
        sent = answers.weights_and_answers(run.model, rows) if all_held else []
        _judging(seen, facts, "model", sent, answers_of_weights(rows))
    return seen


def each_prediction_meets_its_own_target(submission, case):
    seen, run = _ran(submission, case)
    facts = {"crosswise": run.way.crosswise, "mean_square": run.way.mean_square}
    sent, clues = [run.way.answers, run.loss], {"warnings": seen.warnings}
    return _judging(seen, facts, "new_loss", sent, mean_square_error(run.y_new), clues)


def history_is_made_of_numbers(submission, case):
    seen, run = _ran_with_equal_targets(submission, case)
    kinds, fits = [kind_in_words(entry) for entry in run.entries], run.history_fits
    facts = {"history.keeps_graph": keeps_graph(run.history), "history.kinds": kinds}
    floats = [one for one in run.entries if fits and type(one) is float]
    first = with_mean(run.way.first_prediction, floats[:1], run.y.tolist())
    facts["history.fits"] = fits
    return _judging(seen, facts, "history.first", first, mean_square_error(run.y))


def gradients_do_not_add_up(submission, case):
    seen, run = _ran(submission, case)
    number = case.integer(1, run.due - 1)  # in the first pass there is nothing to add up to
    facts, rule = {"adds_up": bool(run.way.adding_up)}, gradient_of_last_bias(run.y)
    # The last bias speaks for all parameters, but only where none of them adds up.
    pull = [] if facts["adds_up"] else run.way.pulls[number : number + 1]
    # Only part of the parameters is swept: others than those of a forgotten sweep add up.
    clues = {"added_up": len(run.way.adding_up), "swept": run.way.swept}
    return _judging(seen, facts, "gradient", pull, rule, clues)


def backward_comes_before_each_step(submission, case):
    seen, run = _ran(submission, case)
    rule = gradient_of_last_bias(run.y)
    return _judging(seen, run.way.step_facts(), "first_step", run.way.first_step, rule)


def evaluation_is_one(submission, case):
    seen, run = _ran_with_equal_targets(submission, case)
    facts = run.evaluation.facts() | {"new_loss.is_float": type(run.new_loss) is float}
    # With targets that are all equal the number is right in any mode: so it counts in its own.
    counts = run.evaluation.is_one and facts["new_loss.is_float"]
    numbers = with_mean(run.way.answers, run.loss, run.y_new.tolist()) if counts else []
    return _judging(seen, facts, "new_loss", numbers, mean_square_error(run.y_new))


def _judging(seen, facts, name, numbers, rule, clues=()):
    """Note *facts*, then the *numbers* that *rule* judges; a script that raised has none."""
    if not seen.raised:
        seen.judging(facts, clues=clues).judged(name, numbers, rule)
    return seen


@one_run
def _ran(submission, case):
    run = ScriptRun(case).run(submission.bug_hunt)
    return run.seen, run


@one_run
def _ran_with_equal_targets(submission, case):
    run = ScriptRun(case, equal_targets=True).run(submission.bug_hunt)
    return run.seen, run
