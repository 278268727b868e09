"""What the answers to ``10_beyond`` give, by closed forms, numpy and torch's own modules."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.autograd import Function


def leaf(value):
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


@pytest.mark.oracle("no_grad_at_all")
def test_no_grad_at_all_gives_scores_that_others_train_on_and_leaves_the_model_trainable(answer):
    model = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1))
    X = torch.tensor([[1.0, 2.0, -1.0], [0.5, 0.0, 3.0]])

    greatest, scores = answer.no_grad_at_all(model, X)

    W, b, v, c = (p.detach().numpy() for p in model.parameters())
    expected = np.tanh(X.numpy() @ W.T + b) @ v.T + c
    assert type(greatest) is float
    assert greatest == pytest.approx(expected.max(), rel=1e-5)
    assert scores.numpy() == pytest.approx(expected, rel=1e-5)
    weight = torch.tensor(2.0, requires_grad=True)
    (weight * scores).sum().backward()
    assert weight.grad.item() == pytest.approx(expected.sum(), rel=1e-4)
    assert model(X).requires_grad
    assert all(p.requires_grad for p in model.parameters())


@pytest.mark.oracle("clip_then_step")
@pytest.mark.parametrize("limit", [0.25, 1e3])
def test_clip_then_step_descends_by_a_bounded_step_as_numpy_does(answer, limit):
    model, numbers = nn.Linear(3, 1), np.random.default_rng(11)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    W, b = (p.detach().double().numpy().copy() for p in model.parameters())

    for _ in range(3):
        X, y = numbers.normal(size=(5, 3)), numbers.normal(size=(5, 1)) + 10
        given = (torch.tensor(data, dtype=torch.float32) for data in (X, y))
        length = answer.clip_then_step(model, optimizer, nn.MSELoss(), *given, limit)

        error = X @ W.T + b - y
        slope_W, slope_b = 2 * (error * X).mean(axis=0), 2 * error.mean()
        expected = math.hypot(*slope_W, slope_b)
        assert type(length) is float
        assert length == pytest.approx(expected, rel=1e-4)
        W -= 0.1 * slope_W * min(1, limit / expected)
        b -= 0.1 * slope_b * min(1, limit / expected)
    assert model.weight.detach().numpy() == pytest.approx(W, rel=1e-4)
    assert model.bias.item() == pytest.approx(b[0], rel=1e-4)


@pytest.mark.oracle("slower_and_slower")
def test_slower_and_slower_is_momentum_descent_with_rates_in_a_geometric_row(answer):
    model, numbers = nn.Linear(1, 1, bias=False), np.random.default_rng(12)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.08, momentum=0.9)
    batches = [(numbers.normal(size=(4, 1)), numbers.normal(size=(4, 1))) for _ in range(2)]
    given = [tuple(torch.tensor(d, dtype=torch.float32) for d in pair) for pair in batches]
    W, speed = model.weight.item(), 0.0

    rates = answer.slower_and_slower(model, optimizer, nn.MSELoss(), given, 4, 0.5)

    assert list(rates) == pytest.approx([0.08, 0.04, 0.02, 0.01])
    for rate in (0.08, 0.04, 0.02, 0.01):
        for x, y in batches:
            speed = 0.9 * speed + (2 * x * (W * x - y)).mean()
            W -= rate * speed
    assert model.weight.item() == pytest.approx(W, rel=1e-4)


@pytest.mark.oracle("grad_without_backward")
def test_grad_without_backward_answers_by_closed_form_and_leaves_no_trace(answer):
    a, unused, other = leaf([1.0, -2.0]), leaf([[3.0]]), leaf(0.5)
    a.grad, other.grad = torch.tensor([7.0, 7.0], dtype=torch.float64), None

    gradients = answer.grad_without_backward(lambda a, _: (a**3).sum() * other, [a, unused])

    assert [g.tolist() for g in gradients] == [[1.5, 6.0], [[0.0]]]
    assert a.grad.tolist() == [7.0, 7.0]
    assert unused.grad is None
    assert other.grad is None


@pytest.mark.oracle("slope_of_slope")
@pytest.mark.parametrize(
    ("f", "first", "second"),
    [
        (lambda x: x**3, 3 * 1.25**2, 6 * 1.25),
        (lambda x: x.sin() * 2, 2 * math.cos(1.25), -2 * math.sin(1.25)),
        (lambda x: 1 / x, -1 / 1.25**2, 2 / 1.25**3),
    ],
)
def test_slope_of_slope_gives_both_derivatives_by_closed_form(answer, f, first, second):
    numbers = answer.slope_of_slope(f, 1.25)

    assert list(numbers) == pytest.approx([first, second], rel=1e-5)
    assert all(type(one) is float for one in numbers)


@pytest.mark.oracle("nan_behind_where")
def test_nan_behind_where_has_the_slope_of_the_root_in_wet_places_alone(answer):
    x = torch.tensor([[4.0, 0.0, -9.0], [0.25, -0.0, 1.0]], requires_grad=True)

    flow = answer.nan_behind_where(x)
    (flow * torch.tensor([[1.0, 5.0, 5.0], [2.0, 5.0, 3.0]])).sum().backward()

    assert flow.tolist() == [[2.0, 0.0, 0.0], [0.5, 0.0, 1.0]]
    assert x.grad.tolist() == [[0.25, 0.0, 0.0], [2.0, 0.0, 1.5]]


@pytest.mark.oracle("hook_a_gradient")
def test_hook_a_gradient_clamps_what_goes_on_and_logs_what_came_until_it_is_removed(answer):
    dial, beside, log = leaf([1.0, 1.0]), leaf([1.0, 1.0]), []
    road = beside * 1
    h = dial * 10

    handle = answer.hook_a_gradient(h, 2.5, log)
    ((road + h) * torch.tensor([3.0, -4.0])).sum().backward(retain_graph=True)

    assert dial.grad.tolist() == [25.0, -25.0]
    assert beside.grad.tolist() == [3.0, -4.0]
    assert log == pytest.approx([5.0])
    handle.remove()
    dial.grad = None
    (h * torch.tensor([3.0, -4.0])).sum().backward()
    assert dial.grad.tolist() == [30.0, -40.0]
    assert len(log) == 1


@pytest.mark.oracle("own_function")
def test_own_function_has_the_slope_of_small_differences_in_a_chain(answer):
    x, tiny = leaf([1.5, -2.0, 0.0, 0.3]), 1e-6

    ((answer.own_function(x * 2) * 3).sum()).backward()

    def by_numpy(x):
        return 3 * np.maximum(2 * x, 0) ** 2

    at = x.detach().numpy()
    slopes = (by_numpy(at + tiny) - by_numpy(at - tiny)) / (2 * tiny)
    assert x.grad.numpy() == pytest.approx(slopes, rel=1e-5, abs=1e-5)


@pytest.mark.oracle("own_function")
def test_backward_is_right_believes_torch_and_not_a_backward_with_a_wrong_sign(answer):
    class Turned(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x.sin()

        @staticmethod
        def backward(ctx, gradient):
            return -gradient * ctx.saved_tensors[0].cos()

    x = torch.tensor([0.4, 1.1])

    assert answer.backward_is_right(torch.sin, x) is True
    assert answer.backward_is_right(Turned.apply, x) is False
    assert not x.requires_grad


@pytest.mark.oracle("dataset_and_loader")
def test_dataset_and_loader_brings_padded_calls_with_their_birds_in_two_unlike_epochs(answer):
    calls = [torch.full((length,), float(length)) for length in range(1, 24)]
    birds = [100 + length for length in range(1, 24)]

    loader = answer.dataset_and_loader(list(calls), list(birds), 4)
    epochs = [list(loader) for _ in range(2)]

    assert len(loader.dataset) == 23
    call, bird = loader.dataset[6]
    assert (call.tolist(), int(bird)) == ([7.0] * 7, 107)
    for epoch in epochs:
        assert [len(y) for _, y in epoch] == [4, 4, 4, 4, 4, 3]
        for X, y in epoch:
            lengths = [int(row[0]) for row in X]
            assert X.tolist() == [[n] * n + [0] * (max(lengths) - n) for n in lengths]
            assert y.tolist() == [100 + n for n in lengths]
            assert (X.dtype, y.dtype) == (torch.float32, torch.int64)
    orders = [[n for _, y in epoch for n in y.tolist()] for epoch in epochs]
    assert sorted(orders[0]) == sorted(orders[1]) == birds
    assert orders[0] != orders[1] != birds != orders[0]


@pytest.mark.oracle("save_and_resume")
@pytest.mark.parametrize("kind", [torch.optim.Adam, torch.optim.Adagrad, torch.optim.RMSprop])
def test_save_and_resume_ends_where_an_uninterrupted_training_ends(answer, kind, tmp_path):
    def built(seed, lr):
        torch.manual_seed(seed)
        model = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(3, 1))
        return model, kind(model.parameters(), lr=lr)

    def trained(model, optimizer, seeds):
        for seed in seeds:
            X = torch.randn(5, 2, generator=torch.Generator().manual_seed(seed))
            loss = nn.functional.mse_loss(model(X), X[:, :1] ** 2)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return loss

    night, day = built(1, lr=0.03), built(2, lr=0.5)
    loss = trained(*night, [1, 2, 3])
    torch.save(answer.save(*night, loss), tmp_path / "night.pt")
    kept = answer.save(*night, loss)
    trained(*night, [4, 5])

    for read in (kept, torch.load(tmp_path / "night.pt")):
        resumed = answer.resume(*day, read)
        trained(*day, [4, 5])

        assert type(resumed) is float
        assert resumed == pytest.approx(loss.item())
        for name, value in night[0].state_dict().items():
            assert torch.allclose(day[0].state_dict()[name], value, rtol=1e-5), name


def accelerators():
    """The device types on which this machine can calculate, the cpu first."""
    found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    return ["cpu", *([found.type] if found else [])]


@pytest.mark.oracle("move_it")
@pytest.mark.parametrize("device", accelerators())
def test_move_it_steps_as_numpy_does_in_double_precision_or_single(answer, device):
    dtype = torch.float64 if device == "cpu" else torch.float32
    numbers, centre = np.random.default_rng(13), [1013.25, 20.5, 0.75]
    model = nn.Linear(3, 1)
    W, b = (p.detach().double().numpy().copy() for p in model.parameters())
    X, y = numbers.normal(size=(5, 3)) + centre, numbers.normal(size=(5, 1))
    given = [torch.tensor(data, dtype=torch.float32) for data in (X, y)]
    X, y = (one.double().numpy() for one in given)

    optimizer, loss = answer.move_it(model, *given, list(centre), torch.device(device), dtype)

    error = (X - centre) @ W.T + b - y
    close = {"rel": 1e-9 if dtype is torch.float64 else 1e-4}
    assert (loss.device.type, loss.dtype, loss.requires_grad) == (device, dtype, False)
    assert loss.item() == pytest.approx((error**2).mean(), **close)
    W = W - 0.1 * 2 * (error * (X - centre)).mean(axis=0)
    assert model.weight.detach().cpu().numpy() == pytest.approx(W, **close)
    assert model.bias.item() == pytest.approx(b[0] - 0.1 * 2 * error.mean(), **close)
    held = [p for group in optimizer.param_groups for p in group["params"]]
    assert [*map(id, held)] == [*map(id, model.parameters())]


@pytest.mark.oracle("move_it")
def test_move_it_leaves_nothing_behind_on_a_device_that_has_no_numbers(answer):
    model = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 1))
    meta, half = torch.device("meta"), torch.float16

    optimizer, loss = answer.move_it(
        model, torch.ones(4, 3), torch.ones(4, 1), [1.0, 2.0, 3.0], meta, half
    )

    held = [p for group in optimizer.param_groups for p in group["params"]]
    assert [*map(id, held)] == [*map(id, model.parameters())]
    assert {(one.device, one.dtype) for one in (loss, *held)} == {(meta, half)}


@pytest.mark.oracle("logits_and_classes")
@pytest.mark.parametrize("y", [[2, 0, 1, 1], [0], [1, 1, 1, 2, 2, 0, 1]])
def test_logits_and_classes_is_minus_the_mean_log_share_of_the_right_class(answer, y):
    numbers, model = np.random.default_rng(14), nn.Linear(3, 3)
    X = numbers.normal(size=(len(y), 3)).astype(np.float32)
    W, b = (p.detach().double().numpy() for p in model.parameters())

    loss, guesses, accuracy = answer.logits_and_classes(model, torch.tensor(X), torch.tensor(y))
    loss.backward()

    shares = np.exp(X @ W.T + b)
    shares /= shares.sum(axis=1, keepdims=True)
    assert loss.shape == ()
    assert loss.item() == pytest.approx(-np.log(shares[range(len(y)), y]).mean(), rel=1e-5)
    slope = (shares - np.eye(3)[y]).T @ X / len(y)
    assert model.weight.grad.numpy() == pytest.approx(slope, rel=1e-4, abs=1e-6)
    expected = [max(range(3), key=row.__getitem__) for row in shares]
    assert guesses.tolist() == expected
    assert guesses.dtype is torch.int64
    assert type(accuracy) is float
    hits = sum(a == b for a, b in zip(expected, y, strict=True))
    assert accuracy == pytest.approx(hits / len(y))


def moving_model(places):
    """A model that each epoch moves to the next of *places*, and how far it is from 0 there."""
    model, left = nn.Linear(1, 1, bias=False).double(), list(places)

    def train_epoch(model):
        with torch.no_grad():
            model.weight.fill_(left.pop(0))
        return float(len(left))  # falls, whatever happens

    return model, train_epoch, lambda model: abs(model.weight.item())


@pytest.mark.oracle("stop_early")
@pytest.mark.parametrize(
    ("places", "patience", "trained", "best"),
    [
        ([5, -3, 3.5, 2, 2.5, -4, 1], 2, 6, 2),  # the patience that a relapse took is given back
        ([5, -3, 3.5, 2, 2.5, -4, 1], 3, 7, 1),
        ([-1, 2, 3, 0.5], 1, 2, -1),
        ([4, 3, 2], 5, 3, 2),
    ],
)
def test_stop_early_ends_when_patience_does_and_goes_back_to_the_lowest(
    answer, places, patience, trained, best
):
    model, train_epoch, validate = moving_model(places)
    weight = model.weight

    losses = answer.stop_early(model, train_epoch, validate, len(places), patience)

    assert list(losses) == [abs(place) for place in places[:trained]]
    assert model.weight is weight
    assert model.weight.item() == best


@pytest.mark.oracle("small_conv")
def test_small_conv_sums_neighbours_times_weights_as_a_loop_over_pixels_does(answer):
    numbers = np.random.default_rng(13)
    model = answer.small_conv(2, 3, 4)
    conv, bias, head, last = (
        numbers.normal(size=shape) for shape in ((3, 2, 3, 3), (3,), (4, 3), (4,))
    )
    stored = {"conv.weight": conv, "conv.bias": bias, "head.weight": head, "head.bias": last}
    model.double().load_state_dict({name: torch.tensor(one) for name, one in stored.items()})
    photos = numbers.normal(size=(2, 4, 5, 2))

    scores = model(torch.tensor(photos))

    framed = np.pad(photos, ((0, 0), (1, 1), (1, 1), (0, 0)))
    fits = np.zeros((2, 4, 5, 3))
    for row, column in np.ndindex(4, 5):
        window = framed[:, row : row + 3, column : column + 3, :]
        fits[:, row, column] = np.einsum("nijc,fcij->nf", window, conv) + bias
    expected = np.maximum(fits, 0).mean(axis=(1, 2)) @ head.T + last
    assert scores.detach().numpy() == pytest.approx(expected)
    scores.sum().backward()
    assert all(p.grad is not None for p in model.parameters())


@pytest.mark.oracle("grad_of_a_function")
def test_grad_of_a_function_gives_small_differences_of_each_loss_in_a_single_run(answer):
    numbers, tiny, runs = np.random.default_rng(14), 1e-6, []
    w, X, y = numbers.normal(size=3), numbers.normal(size=(4, 3)), numbers.normal(size=4)

    def loss_of_one(w, x, t):
        runs.append(1)
        return (torch.tanh((w * x).sum()) - t) ** 2

    given = torch.tensor(w)
    rows = answer.grad_of_a_function(loss_of_one, given, torch.tensor(X), torch.tensor(y))

    def losses(w):
        return (np.tanh(X @ w) - y) ** 2

    columns = [(losses(w + step) - losses(w - step)) / (2 * tiny) for step in tiny * np.eye(3)]
    assert rows.detach().numpy() == pytest.approx(np.stack(columns, axis=1), rel=1e-5, abs=1e-7)
    assert len(runs) == 1
    assert not given.requires_grad
    assert given.grad is None


@pytest.mark.oracle("resume_and_classify")
def test_resume_and_classify_is_momentum_descent_of_softmax_regression_as_if_uninterrupted(answer):
    numbers = np.random.default_rng(15)
    W, b = numbers.normal(size=(3, 2)), numbers.normal(size=3)
    batches = [(numbers.normal(size=(4, 2)), numbers.integers(0, 3, size=4)) for _ in range(2)]
    X_new, speeds = numbers.normal(size=(6, 2)), [np.zeros((3, 2)), np.zeros(3)]

    def numpy_epoch():
        nonlocal W, b
        for X, y in batches:
            scores = np.exp(X @ W.T + b)
            error = scores / scores.sum(axis=1, keepdims=True) - np.eye(3)[y]
            speeds[0] = 0.9 * speeds[0] + error.T @ X / 4
            speeds[1] = 0.9 * speeds[1] + error.mean(axis=0)
            W, b = W - 0.2 * speeds[0], b - 0.2 * speeds[1]

    numpy_epoch()
    given = {"weight": torch.tensor(W), "bias": torch.tensor(b)}
    model, rate = nn.Linear(2, 3).double(), {"lr": 5.0, "momentum": 0.1}
    optimizer = torch.optim.SGD(model.parameters(), **rate)
    state = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9).state_dict()
    state["state"] = {i: {"momentum_buffer": torch.tensor(s)} for i, s in enumerate(speeds)}
    checkpoint = {"model": given, "optimizer": state, "epoch": 1}

    classes, left = answer.resume_and_classify(
        model.eval(),
        optimizer,
        checkpoint,
        [(torch.tensor(X), torch.tensor(y)) for X, y in batches],
        3,
        torch.tensor(X_new),
    )

    numpy_epoch()
    numpy_epoch()
    assert model.weight.detach().numpy() == pytest.approx(W)
    assert model.bias.detach().numpy() == pytest.approx(b)
    assert classes.dtype == torch.int64
    assert classes.tolist() == (X_new @ W.T + b).argmax(axis=1).tolist()
    assert left["epoch"] == 3
    assert left["model"]["weight"].numpy() == pytest.approx(W)
    assert left["optimizer"]["state"][1]["momentum_buffer"].numpy() == pytest.approx(speeds[1])
