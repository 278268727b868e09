"""
The six signatures that outside programs rely on, with programs that stand nowhere in solutions/.

Written from the statements alone: right answers as students write them, and
wrong ones with the misconception that they should be told (None: only that they fail).
"""

from __future__ import annotations

import pytest

from autograder.judging import Outcome

HEAD = "import torch\nimport torch.nn.functional as F\nfrom torch import Tensor\n"


def function(signature, *lines):
    return HEAD + f"def {signature}:\n" + "".join(f"    {line}\n" for line in lines)


CHAIN = "chain_by_hand(w, b, x, y)"
FIRST = "first_backward(w, x, y)"
ZERO = "zero_it(W, x, y, lr, steps)"
STEP = "step_no_grad(W, lr)"
FIT = "fit_by_hand_3_1(X, y, W, lr, steps)"
SGD = "sgd_step(model, optimizer, loss_fn, X, y)"

ZERO_LOOP = ("losses = []", "for _ in range(steps):", "    loss = ((W * x - y) ** 2).mean()")
FIT_LOOP = ("losses = []", "for _ in range(steps):", "    loss = ((X @ W - y) ** 2).mean()")
LOG = "    losses.append(loss.item())"
BACK = "    loss.backward()"
UPDATE = "    with torch.no_grad(): W -= lr * W.grad"
CLEAR = "    W.grad = None"
RETURN = "return losses"

RIGHT = {
    "chain-one-line": function(CHAIN, "r = w * x + b - y", "return 2 * r * x, 2 * r"),
    "chain-list": function(CHAIN, "d = 2.0 * (b + x * w - y)", "return [x * d, d]"),
    "chain-expanded": function(
        CHAIN,
        "dw = 2 * w * x ** 2 + 2 * b * x - 2 * x * y",
        "db = 2 * b + 2 * w * x - 2 * y",
        "return dw, db",
    ),
    "first-plain": function(FIRST, "((w * x - y) ** 2).backward()", "return w.grad"),
    "first-named": function(
        FIRST, "pred = x * w", "loss = torch.square(pred - y)", "loss.backward()", "return w.grad"
    ),
    "first-functional": function(
        FIRST, "torch.autograd.backward(F.mse_loss(w * x, y))", "return w.grad.clone()"
    ),
    "zero-none": function(ZERO, *ZERO_LOOP, LOG, BACK, UPDATE, CLEAR, RETURN),
    "zero-first": function(
        ZERO, *ZERO_LOOP, LOG, "    if W.grad is not None: W.grad.zero_()", BACK, UPDATE, RETURN
    ),
    "zero-after-step": function(ZERO, *ZERO_LOOP, LOG, BACK, UPDATE, "    W.grad.zero_()", RETURN),
    "zero-subtracts-itself": function(
        ZERO, *ZERO_LOOP, LOG, BACK, UPDATE, "    W.grad -= W.grad.clone()", RETURN
    ),
    "zero-optimizer": function(
        ZERO,
        "opt = torch.optim.SGD([W], lr=lr)",
        *ZERO_LOOP,
        LOG,
        "    opt.zero_grad()",
        BACK,
        "    opt.step()",
        RETURN,
    ),
    "step-inplace": function(STEP, "with torch.no_grad():", "    W.sub_(lr * W.grad)"),
    "step-add": function(STEP, "with torch.no_grad():", "    W.add_(W.grad, alpha=-lr)"),
    "step-decorated": HEAD + "@torch.no_grad()\n" + f"def {STEP}:\n    W -= lr * W.grad\n",
    "step-set-enabled": function(
        STEP, "with torch.set_grad_enabled(False):", "    W -= W.grad * lr"
    ),
    "step-and-clear": function(
        STEP, "with torch.no_grad():", "    W -= lr * W.grad", "W.grad = None"
    ),
    "fit-plain": function(FIT, *FIT_LOOP, LOG, BACK, UPDATE, CLEAR, RETURN),
    "fit-functional": function(
        FIT,
        "history = []",
        "for step in range(steps):",
        "    loss = F.mse_loss(X.mm(W), y)",
        "    history.append(float(loss.detach()))",
        "    loss.backward()",
        "    with torch.no_grad():",
        "        W.sub_(W.grad, alpha=lr)",
        "        W.grad.zero_()",
        "return history",
    ),
    "fit-optimizer": function(
        FIT,
        "opt = torch.optim.SGD([W], lr=lr)",
        *FIT_LOOP,
        LOG,
        "    opt.zero_grad()",
        BACK,
        "    opt.step()",
        RETURN,
    ),
    "fit-autograd-grad": function(
        FIT,
        *FIT_LOOP,
        LOG,
        "    (g,) = torch.autograd.grad(loss, W)",
        "    with torch.no_grad(): W -= lr * g",
        RETURN,
    ),
    "sgd-textbook": function(
        SGD,
        "optimizer.zero_grad()",
        "loss = loss_fn(model(X), y)",
        "loss.backward()",
        "optimizer.step()",
        "return loss.item()",
    ),
    "sgd-zero-last": function(
        SGD,
        "loss = loss_fn(model(X), y)",
        "loss.backward()",
        "optimizer.step()",
        "optimizer.zero_grad()",
        "return float(loss.detach())",
    ),
    "sgd-model-zero": function(
        SGD,
        "model.zero_grad()",
        "model.train()",
        "prediction = model(X)",
        "loss = loss_fn(prediction, y)",
        "loss.backward()",
        "optimizer.step()",
        "return loss.detach().item()",
    ),
}

# Name: program, misconception that it should be told; None where only failing is asked.
WRONG = {
    "chain-forgets-x": (
        function(CHAIN, "r = w * x + b - y", "return 2 * r, 2 * r"),
        "path_or_factor_missing",
    ),
    "chain-sign": (
        function(CHAIN, "r = y - w * x - b", "return 2 * r * x, 2 * r"),
        "climbs_the_gradient",
    ),
    "chain-autograd": (
        function(
            CHAIN,
            "W = torch.tensor(w, dtype=torch.float64, requires_grad=True)",
            "B = torch.tensor(b, dtype=torch.float64, requires_grad=True)",
            "((W * x + B - y) ** 2).backward()",
            "return W.grad.item(), B.grad.item()",
        ),
        "autograd_instead_of_by_hand",
    ),
    "chain-constant": (function(CHAIN, "return 6.0, 2.0"), None),
    "first-return-value": (function(FIRST, "return ((w * x - y) ** 2).backward()"), None),
    "first-formula": (function(FIRST, "return 2 * (w * x - y) * x"), "gradient_not_from_autograd"),
    "first-no-call": (
        function(FIRST, "loss = (w * x - y) ** 2", "loss.backward", "return w.grad"),
        "backward_not_called",
    ),
    "first-twice": (
        function(
            FIRST,
            "loss = (w * x - y) ** 2",
            "loss.backward(retain_graph=True)",
            "loss.backward()",
            "return w.grad",
        ),
        "grad_not_zeroed",
    ),
    "zero-forgotten": (function(ZERO, *ZERO_LOOP, LOG, BACK, UPDATE, RETURN), "grad_not_zeroed"),
    "zero-too-early": (
        function(ZERO, *ZERO_LOOP, LOG, "    W.grad.zero_()", BACK, UPDATE, RETURN),
        "zeroed_before_first_backward",
    ),
    "zero-number": (
        function(ZERO, *ZERO_LOOP, LOG, BACK, UPDATE, "    W.grad = 0", RETURN),
        "grad_assigned_number",
    ),
    "zero-between": (
        function(ZERO, *ZERO_LOOP, LOG, BACK, "    W.grad.zero_()", UPDATE, RETURN),
        "zeroed_before_step",
    ),
    "zero-rebinds": (
        function(ZERO, *ZERO_LOOP, LOG, BACK, "    W = W - lr * W.grad", RETURN),
        "rebinds_parameter",
    ),
    "step-graph": (function(STEP, "W -= lr * W.grad"), "update_under_graph"),
    "step-rebinds": (function(STEP, "W = W - W.grad * lr"), "rebinds_parameter"),
    "step-rebinds-no-grad": (
        function(STEP, "with torch.no_grad():", "    W = W - W.grad * lr"),
        "rebinds_under_no_grad",
    ),
    "step-nothing": (function(STEP, "pass"), None),
    "step-up": (
        function(STEP, "with torch.no_grad():", "    W.add_(lr * W.grad)"),
        "climbs_the_gradient",
    ),
    "fit-forgotten": (function(FIT, *FIT_LOOP, LOG, BACK, UPDATE, RETURN), "grad_not_zeroed"),
    "fit-sum": (
        function(
            FIT,
            *FIT_LOOP[:2],
            "    loss = ((X @ W - y) ** 2).sum()",
            LOG,
            BACK,
            UPDATE,
            CLEAR,
            RETURN,
        ),
        "sum_for_mean",
    ),
    "fit-broadcast": (
        function(
            FIT,
            *FIT_LOOP[:2],
            "    loss = (((X @ W).squeeze(1) - y) ** 2).mean()",
            LOG,
            BACK,
            UPDATE,
            CLEAR,
            RETURN,
        ),
        "broadcast_residual",
    ),
    "fit-tensors": (
        function(FIT, *FIT_LOOP, "    losses.append(loss)", BACK, UPDATE, CLEAR, RETURN),
        "loss_keeps_graph",
    ),
    "fit-formula": (
        function(
            FIT,
            "losses = []",
            "for _ in range(steps):",
            "    with torch.no_grad():",
            "        r = X @ W - y",
            "        losses.append((r * r).mean().item())",
            "        W -= lr * 2 / len(X) * X.T @ r",
            RETURN,
        ),
        "gradient_not_from_autograd",
    ),
    "fit-outside": (
        function(
            FIT,
            "loss = ((X @ W - y) ** 2).mean()",
            "losses = []",
            "for _ in range(steps):",
            LOG,
            BACK,
            UPDATE,
            CLEAR,
            RETURN,
        ),
        "forward_outside_loop",
    ),
    "fit-constant": (function(FIT, "return [1.0] * steps"), None),
    "sgd-no-backward-no-step": (
        function(SGD, "optimizer.zero_grad()", "return loss_fn(model(X), y).item()"),
        "backward_or_step_missing",
    ),
    "sgd-zero-between": (
        function(
            SGD,
            "loss = loss_fn(model(X), y)",
            "loss.backward()",
            "optimizer.zero_grad()",
            "optimizer.step()",
            "return loss.item()",
        ),
        "zeroed_before_step",
    ),
    "sgd-no-step": (
        function(
            SGD,
            "optimizer.zero_grad()",
            "loss = loss_fn(model(X), y)",
            "loss.backward()",
            "return loss.item()",
        ),
        "backward_or_step_missing",
    ),
    "sgd-softmax": (
        function(
            SGD,
            "optimizer.zero_grad()",
            "loss = loss_fn(torch.softmax(model(X), dim=1), y) if y.dtype == torch.long else loss_fn(model(X), y)",
            "loss.backward()",
            "optimizer.step()",
            "return loss.item()",
        ),
        "softmax_before_cross_entropy",
    ),
    "sgd-no-grad": (
        function(
            SGD,
            "optimizer.zero_grad()",
            "with torch.no_grad():",
            "    loss = loss_fn(model(X), y)",
            "loss.backward()",
            "optimizer.step()",
            "return loss.item()",
        ),
        "forward_under_no_grad",
    ),
    "sgd-constant": (function(SGD, "return torch.tensor(0.7)"), None),
    "sgd-forgotten": (
        function(
            SGD,
            "loss = loss_fn(model(X), y)",
            "loss.backward()",
            "optimizer.step()",
            "return loss.item()",
        ),
        "grad_not_zeroed",
    ),
}

IDS = {
    "chain": "chain_by_hand",
    "first": "first_backward",
    "zero": "zero_it",
    "step": "step_no_grad",
    "fit": "fit_by_hand_3_1",
    "sgd": "sgd_step",
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_passes_however_it_is_written(name, grader, course):
    verdict = grader.grade(RIGHT[name], course.exercise(IDS[name.partition("-")[0]]))

    assert (verdict.outcome, verdict.misconceptions, verdict.advice) == (Outcome.PASSED, (), ())


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_fails_and_is_named(name, grader, course):
    source, misconception = WRONG[name]

    verdict = grader.grade(source, course.exercise(IDS[name.partition("-")[0]]))

    assert verdict.outcome in (Outcome.FAILED, Outcome.ERRORED)
    assert verdict.score < verdict.max_score
    if misconception is not None:
        assert verdict.misconceptions[:1] == (misconception,)


@pytest.mark.parametrize("line", ["W.data -= lr * W.grad", "W.data = W.data - lr * W.grad"])
def test_data_gets_full_points_and_a_note(line, grader, course):
    verdict = grader.grade(function(STEP, line), course.exercise("step_no_grad"))

    assert verdict.outcome is Outcome.PASSED
    assert verdict.score == verdict.max_score
    assert verdict.advice == ("data_bypasses_autograd",)
