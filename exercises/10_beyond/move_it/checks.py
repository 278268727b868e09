import torch

from autograder.probing import devices, entries, watching
from autograder.probing.returned import requires_grad_of
from autograder.probing.rules import unchanged


def step_is_made_in_the_precision_asked_for(submission, case):
    move, seen = _moved(submission, case, "cpu", torch.float64)
    loss = entries(seen.answer, 2)[1]
    tracked = requires_grad_of(loss)
    seen.judging_unless_raised({"loss": loss, "loss.requires_grad": tracked})
    seen.judging_unless_raised({"parameters": list(move.model.parameters())})
    return seen.judging_unless_raised({"loss.as_data": None if tracked else loss})


def everything_is_on_the_device_asked_for(submission, case):
    # On meta nothing is calculated, so it accepts two dtypes side by side, as the cpu does not.
    device, dtype = case.cycle("meta", "cpu"), case.cycle(torch.float16, torch.bfloat16)
    move, seen = _moved(submission, case, device, dtype)
    optimizer, loss = entries(seen.answer, 2)
    parameters, held = list(move.model.parameters()), devices.held_by(optimizer)
    seen.fact("model.place", devices.places_of(parameters))
    seen.judging_unless_raised({"optimizer.place": devices.places_of(held)})
    seen.fact("optimizer.holds_model", {*map(id, held)} == {*map(id, parameters)})
    seen.judging_unless_raised({"loss.place": devices.place_of(loss)})
    return seen.judging({"shapes": devices.shapes_at(move.goal, held)})


def data_stays_as_it_was(submission, case):
    dtype = case.cycle(torch.float32, torch.float64)
    move, seen = _moved(submission, case, "cpu", dtype)
    for name, after, before in (("X", move.X, seen.given["X"]), ("y", move.y, seen.given["y"])):
        seen.judged(name, after, unchanged(before))
    return seen


def _moved(submission, case, device, dtype):
    move = devices.Move.drawn(case, device, dtype)
    before = {"X": move.X.clone(), "y": move.y.clone()}
    with watching(devices.Meetings(X=move.X, y=move.y)) as seen:
        seen.answer = submission.move_it(*move.arguments)
    seen.given = before
    return move, seen
