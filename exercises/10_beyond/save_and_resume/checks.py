from autograder.probing import checkpoints, named_uncalled, one_run, source_of, watching


def model_is_as_it_was_when_saved(submission, case):
    seen, _, model, _ = _resumed(submission, case)
    return seen.judging_unless_raised(model)


def optimizer_steps_as_if_uninterrupted(submission, case):
    seen, night, *_ = _resumed(submission, case)
    if not seen.raised:
        seen.fact("rate", night.resumed_rate)
        seen.fact("steps", night.steps_of_resumed_optimizer(case))
    return seen


def loss_comes_back_and_no_graph_is_kept(submission, case):
    seen, *_, checkpoint = _resumed(submission, case)
    graph = checkpoints.holds_graph(checkpoint)
    returned = None if graph else seen.answer
    return seen.judging_unless_raised({"keeps_graph": graph, "returned": returned})


@one_run
def _resumed(submission, case):
    """What was seen while a training was saved, went on and was resumed, and the model as it was then."""
    night, checkpoint = checkpoints.Night(case), None
    with watching() as seen:
        checkpoint = submission.save(night.model, night.optimizer, night.loss)
        seen.requiring("saved", checkpoint is not None)
        night.train(2)
        readable, read = checkpoints.through_a_file(checkpoint)
        seen.requiring("readable", readable)
        seen.answer = submission.resume(night.new_model, night.new_optimizer, read)
    seen.clue("state_dict_uncalled", named_uncalled(submission, "state_dict"))
    seen.clue("loads", source_of(submission).count("load_state_dict"))
    return seen, night, night.resumed_model(), checkpoint
