from autograder.probing import entries, journal, named_uncalled, one_run, resuming
from autograder.probing.returned import dtype_in_words, entry_of, shape_in_words


def training_goes_on_where_it_stopped(submission, case):
    seen, _ = _resumed(submission, case)
    seen.judging({"steps": len(journal.steps_of(seen.journal))})
    return seen.judging(journal.model_values)


def new_points_get_the_classes_of_the_trained_model(submission, case):
    numbers, (seen, task) = case.number_for("looked at", "otherwise"), _resumed(submission, case)
    asked, classes = resuming.asked_after_training(seen), entries(seen.answer, 2)[0]
    trains, recorded = (
        any(one.trains for one in asked),
        any(one.mode == "recorded" for one in asked),
    )
    seen.judging({"asked_in_training_mode": trains, "recorded": recorded})
    seen.fact("classes.shape", shape_in_words(classes))
    seen.fact("classes.dtype", dtype_in_words(classes))
    seen.clue("classes", classes)
    with seen.asking():
        own = bool(asked) and resuming.same_state(classes, task.classes())
        only_looked = own and not trains and not recorded
        seen.fact("classes_in_number", numbers["looked at" if only_looked else "otherwise"])
    return seen


def new_checkpoint_goes_on_from_here(submission, case):
    numbers, (seen, task) = case.number_for("fits", "doesn't"), _resumed(submission, case)
    checkpoint = entries(seen.answer, 2)[1]
    epoch = entry_of(checkpoint, "epoch")
    with seen.asking():
        fits = task.fits(checkpoint)
        seen.judging({"checkpoint.epoch": epoch, **{f"checkpoint.{k}": v for k, v in fits.items()}})
        stepped = len(journal.steps_of(seen.journal)) > 0
        whole = all(fits.values()) and stepped and resuming.same_state(epoch, task.epochs)
        seen.fact("checkpoint_in_number", numbers["fits" if whole else "doesn't"])
    return seen


@one_run
def _resumed(submission, case):
    """What was seen of one call; how the training went only tells programs apart."""
    task = resuming.interrupted(case)
    seen = task.run(submission.resume_and_classify)
    signs = journal.odd(journal.training_signs(seen.journal, submission, due=task.due))
    signs.pop("model.training", None)  # it may be left in either mode
    seen.clue("state_dict_uncalled", named_uncalled(submission, "state_dict"))
    return seen.with_clues(signs), task
