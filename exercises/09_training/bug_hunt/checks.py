from autograder.probing import ScriptRun, describe, keeps_graph, kind_in_words
from autograder.probing.journal.facts.scripts import alike, numbers_in, with_mean
from autograder.probing.models import registered_count, weights_and_answers
from autograder.probing.rules import answers_of_weights, gradient_of_last_bias, mean_square_error

# Each check runs the whole script and looks at one bug alone: what it tells must not depend
# on which of the others are still there. So where a loss is looked at for another bug's sake, all
# targets are equal (then it is no matter which of them a prediction meets), and a sum is made a mean.


def every_layer_is_registered(submission, case):
    run, rows = ScriptRun(case).run(submission.bug_hunt), case.tensor(3, 3, low=-2, high=2)
    with run.seen.asking():
        registered, held = registered_count(run.model), run.way.held
        sent = weights_and_answers(run.model, rows) if held == registered else []
        facts = {"registered": registered, "held": held}
        run.judging(facts, "model", sent, answers_of_weights(rows))
    return run.seen


def each_prediction_meets_its_own_target(submission, case):
    run = ScriptRun(case).run(submission.bug_hunt)
    facts = {"crosswise": run.way.crosswise, "mean_square": run.way.mean_square}
    sent, clues = [run.way.answers, run.loss], {"warnings": run.seen.warnings}
    return run.judging(facts, "new_loss", sent, mean_square_error(run.y_new), clues)


def history_is_made_of_numbers(submission, case):
    run = ScriptRun(case, equal_targets=True).run(submission.bug_hunt)
    numbers = [number for entry in run.entries for number in numbers_in(describe(entry))]
    facts = {
        "history.keeps_graph": keeps_graph(run.history),
        "history.kinds": [kind_in_words(entry) for entry in run.entries],
        "history.fits": alike(numbers, run.way.losses),
    }
    floats = [one for one in run.entries if facts["history.fits"] and type(one) is float]
    first = with_mean(run.way.first_prediction, floats[:1], run.y.tolist())
    return run.judging(facts, "history.first", first, mean_square_error(run.y))


def gradients_do_not_add_up(submission, case):
    run = ScriptRun(case).run(submission.bug_hunt)
    number = case.integer(1, run.due - 1)  # in the first pass there is nothing to add up to
    adding = run.way.adding_up
    # The last bias speaks for all parameters, but only where none of them adds up.
    pull = [] if adding else run.way.pulls[number : number + 1]
    # Only part of the parameters is swept: others than those of a forgotten sweep add up.
    clues = {"added_up": len(adding), "swept": run.way.swept}
    return run.judging(
        {"adds_up": bool(adding)}, "gradient", pull, gradient_of_last_bias(run.y), clues
    )


def backward_comes_before_each_step(submission, case):
    way = (run := ScriptRun(case).run(submission.bug_hunt)).way
    facts = {"backwards": len(way.losses), "steps": way.steps, "step_first": way.step_first}
    # What a step finds that comes too early depends on the zeroing, another claim's business.
    facts["found"] = "present" if way.step_first else way.found
    return run.judging(facts, "first_step", way.first_step, gradient_of_last_bias(run.y))


def evaluation_is_one(submission, case):
    run = ScriptRun(case, equal_targets=True).run(submission.bug_hunt)
    facts = run.evaluation.facts() | {"new_loss.is_float": type(run.new_loss) is float}
    # With targets that are all equal the number is right in any mode: so it counts in its own.
    counts = run.evaluation.is_one and facts["new_loss.is_float"]
    numbers = with_mean(run.way.answers, run.loss, run.y_new.tolist()) if counts else []
    return run.judging(facts, "new_loss", numbers, mean_square_error(run.y_new))
