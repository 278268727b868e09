"""
Honest trainings for ``capstone``, as students write them: each number makes another program.

A program is put together from parts that are drawn by its number: optimizer, schedule, loss,
network, batches, what is kept of a training, how it is measured, and the style it is written in.
Every part keeps to the exercise's statement, and goes together with all others; the rates are such
that a training with them converges by far. Written without a look at the exercise's checks.
"""

from __future__ import annotations

import random
import textwrap
from dataclasses import dataclass

__all__ = ["honest_training"]


@dataclass(frozen=True)
class _Optimizer:
    """
    A line that makes an optimizer, with ``{p}`` for parameters, and how many steps it needs.

    *smooth*: it needs a smooth activation, where a relu might die or be slow.
    """

    line: str
    steps: int
    rate: float
    smooth: bool = False
    closure: bool = False


_OPTIMIZERS = (
    _Optimizer("torch.optim.Adam({p}, lr={r})", 400, 0.02),
    _Optimizer("torch.optim.Adam({p}, lr={r})", 800, 0.01),
    _Optimizer("torch.optim.Adam({p}, lr={r}, betas=(0.9, 0.99), amsgrad=True)", 600, 0.02),
    _Optimizer("torch.optim.AdamW({p}, lr={r}, weight_decay=1e-3)", 500, 0.02),
    _Optimizer("torch.optim.NAdam({p}, lr={r})", 500, 0.01),
    _Optimizer("torch.optim.RAdam({p}, lr={r})", 800, 0.02),
    _Optimizer("torch.optim.Adamax({p}, lr={r})", 800, 0.03),
    _Optimizer("torch.optim.RMSprop({p}, lr={r})", 800, 0.005),
    _Optimizer("torch.optim.Adagrad({p}, lr={r})", 1200, 0.1),
    _Optimizer("torch.optim.Rprop({p}, lr={r})", 400, 0.01, smooth=True),
    _Optimizer("torch.optim.SGD({p}, lr={r})", 4000, 0.05, smooth=True),
    _Optimizer("torch.optim.SGD({p}, lr={r}, momentum=0.9)", 1500, 0.02, smooth=True),
    _Optimizer("torch.optim.SGD({p}, {r}, 0.9, nesterov=True)", 1500, 0.02, smooth=True),
    _Optimizer("torch.optim.SGD({p}, lr={r}, momentum=0.8, weight_decay=1e-4)", 2500, 0.02, smooth=True),
    _Optimizer("torch.optim.Adam([{{'params': {p}}}], lr={r})", 500, 0.02),
    _Optimizer("torch.optim.LBFGS({p}, lr={r}, line_search_fn='strong_wolfe')", 40, 1.0, smooth=True, closure=True),
)  # fmt: skip

#: After each epoch, with ``{n}`` epochs in all; the line that makes it, and the one that steps it.
_SCHEDULES = (
    ("", ""),
    ("", ""),
    ("", ""),
    ("scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size={n}, gamma=0.5)", "scheduler.step()"),
    ("scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max={n})", "scheduler.step()"),
    ("scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9995)", "scheduler.step()"),
    ("scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=50)", "scheduler.step(history[-1])"),
    ("scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda e: min(1.0, (e + 1) / 10))", "scheduler.step()"),
    ("scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, 0.3, 1.0, total_iters=20)", "scheduler.step()"),
)  # fmt: skip

#: What makes the loss, before the function, and the expression for it.
_LOSSES = (
    ("loss_fn = nn.MSELoss()", "loss_fn({a}, {b})"),
    ("criterion = torch.nn.MSELoss(reduction='mean')", "criterion({a}, {b})"),
    ("import torch.nn.functional as F", "F.mse_loss({a}, {b})"),
    ("", "(({a} - {b}) ** 2).mean()"),
    ("", "torch.mean(torch.square({a} - {b}))"),
    ("", "(({b} - {a}).pow(2).sum() / len({b}))"),
    ("def mse(p, t):\n    return torch.mean((p - t) * (p - t))", "mse({a}, {b})"),
    ("class Loss(nn.Module):\n    def forward(self, difference):\n        return (difference ** 2).mean()\n\nloss_of = Loss()", "loss_of({a} - {b})"),
    ("class Loss(nn.Module):\n    def forward(self, prediction, target):\n        return ((prediction - target) ** 2).mean()\n\nloss_of = Loss()", "loss_of({a}, {b})"),
)  # fmt: skip

_SMOOTH = ("torch.tanh", "torch.nn.functional.silu", "torch.nn.functional.gelu", "torch.sigmoid")
_BENT = (*_SMOOTH[:3], "torch.relu", "torch.nn.functional.leaky_relu", "torch.nn.functional.elu")

#: Networks; ``{act}`` is a function.
_NETWORKS = (
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(1, {w})
            self.out = nn.Linear({w}, 1)

        def forward(self, x):
            return self.out({act}(self.hidden(x)))
    """,
    """
    class Net(nn.Module):
        def __init__(self, width={w}):
            super(Net, self).__init__()
            self.one, self.two, self.three = nn.Linear(1, width), nn.Linear(width, width), nn.Linear(width, 1)

        def forward(self, x):
            x = {act}(self.one(x))
            x = {act}(self.two(x))
            return self.three(x)
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList([nn.Linear(1, {w}), nn.Linear({w}, {w}), nn.Linear({w}, 1)])

        def forward(self, x):
            for layer in self.layers[:-1]:
                x = {act}(layer(x))
            return self.layers[-1](x)
    """,
    """
    class Act(nn.Module):
        def forward(self, x):
            return {act}(x)

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.stack = nn.Sequential(nn.Linear(1, {w}), Act(), nn.Linear({w}, 1))

        def forward(self, x):
            return self.stack(x)
    """,
    """
    class Net(nn.Sequential):
        def __init__(self):
            super().__init__(nn.Linear(1, {w}), nn.Tanh(), nn.Linear({w}, {w}), nn.Tanh(), nn.Linear({w}, 1))
    """,
    """
    def Net():
        return nn.Sequential(nn.Linear(1, {w}), nn.Tanh(), nn.Linear({w}, 1))
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.W = nn.Parameter(torch.randn(1, {w}))
            self.b = nn.Parameter(torch.randn({w}))
            self.v = nn.Parameter(torch.randn({w}, 1) / {w} ** 0.5)
            self.c = nn.Parameter(torch.zeros(1))

        def forward(self, x):
            return {act}(x @ self.W + self.b) @ self.v + self.c
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.LazyLinear({w})
            self.out = nn.LazyLinear(1)

        def forward(self, x):
            return self.out({act}(self.hidden(x)))
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.first = nn.Linear(1, {w})
            self.middle = nn.Linear({w}, {w})
            self.last = nn.Linear({w}, 1)

        def forward(self, x):
            h = {act}(self.first(x))
            h = h + {act}(self.middle(h))
            return self.last(h)
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden, self.out = nn.Linear(3, {w}), nn.Linear({w}, 1)

        def forward(self, x):
            features = torch.cat([x, x ** 2 / 2, x ** 3 / 8], dim=1)
            return self.out({act}(self.hidden(features)))
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.net = nn.Sequential(nn.Linear(1, {w}), nn.LayerNorm({w}), nn.Tanh(), nn.Linear({w}, 1))

        def forward(self, x):
            return self.net(x)
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(1, 2 * {w})
            self.drop = nn.Dropout(0.02)
            self.out = nn.Linear(2 * {w}, 1)

        def forward(self, x):
            return self.out(self.drop({act}(self.hidden(x))))
    """,
    """
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.hidden = nn.Linear(1, {w})
            nn.init.xavier_uniform_(self.hidden.weight)
            nn.init.uniform_(self.hidden.bias, -1, 1)
            self.out = nn.Linear({w}, 1)
            nn.init.zeros_(self.out.bias)
            self.register_buffer("scale", torch.tensor(1.5))

        def forward(self, x):
            return self.out({act}(self.hidden(x * self.scale)))
    """,
)

#: One epoch, in which ``{step}`` stands for a step on ``xb`` and ``yb`` that leaves ``loss``.
_EPOCHS = (
    "xb, yb = X, y\n{step}\nhistory.append(loss.item())",
    "xb, yb = X, y\n{step}\nhistory.append(float(loss.detach()))",
    "total = 0.0\nfor xb, yb in loader:\n    {step}\n    total += loss.item() * len(xb)\nhistory.append(total / len(X))",
    "losses = []\nfor xb, yb in loader:\n    {step}\n    losses.append(loss.item())\nhistory.append(sum(losses) / len(losses))",
    "total = 0.0\nfor rows in torch.randperm(len(X)).split({b}):\n    xb, yb = X[rows], y[rows]\n    {step}\n    total += len(rows) * loss.item()\nhistory.append(total / len(X))",
    "order, total = torch.randperm(len(X)), torch.tensor(0.0)\nfor start in range(0, len(X), {b}):\n    xb, yb = X[order[start:start + {b}]], y[order[start:start + {b}]]\n    {step}\n    total += loss.detach() * len(xb)\nhistory.append((total / len(X)).item())",
    "random.shuffle(pairs)\ntotal = 0.0\nfor start in range(0, len(pairs), {b}):\n    part = pairs[start:start + {b}]\n    xb, yb = torch.stack([x for x, _ in part]), torch.stack([t for _, t in part])\n    {step}\n    total += loss.item() * len(part)\nhistory.append(total / len(pairs))",
)  # fmt: skip
_LOADERS = (
    "loader = DataLoader(TensorDataset(X, y), batch_size={b}, shuffle=True)",
    "loader = DataLoader(list(zip(X, y)), batch_size={b}, shuffle=True)",
    "loader = DataLoader(TensorDataset(X, y), {b}, shuffle=True, generator=torch.Generator().manual_seed(1))",
)

_STEPS = (
    "optimizer.zero_grad()\nloss = {loss}\nloss.backward()\noptimizer.step()",
    "pred = model(xb)\nloss = {loss_of_pred}\noptimizer.zero_grad(set_to_none=False)\nloss.backward()\noptimizer.step()",
    "loss = {loss}\nmodel.zero_grad()\nloss.backward()\noptimizer.step()",
    "loss = {loss}\nloss.backward()\noptimizer.step()\noptimizer.zero_grad()",
    "for p in model.parameters():\n    p.grad = None\nloss = {loss}\nloss.backward()\noptimizer.step()",
    "optimizer.zero_grad()\nloss = {loss}\nloss.backward()\ntorch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)\noptimizer.step()",
    "with torch.enable_grad():\n    loss = {loss}\ngrads = torch.autograd.grad(loss, list(model.parameters()))\nfor p, g in zip(model.parameters(), grads):\n    p.grad = g\noptimizer.step()",
    "def closure():\n    optimizer.zero_grad()\n    loss = {loss}\n    loss.backward()\n    return loss\nloss = optimizer.step(closure)",
)  # fmt: skip
_CLOSURE = _STEPS[-1]

#: How the new points are measured, where ``new_loss`` is left.
_MEASURES = (
    "model.eval()\nwith torch.no_grad():\n    new_loss = {new}.item()",
    "model.eval()\nwith torch.inference_mode():\n    new_loss = float({new})",
    "model.train(False)\nwith torch.no_grad():\n    new_loss = {new}.item()",
    "with torch.set_grad_enabled(False):\n    model.eval()\n    new_loss = {new}.item()\n    model.train()",
    "@torch.no_grad()\ndef measure():\n    model.eval()\n    return {new}.item()\nnew_loss = measure()",
    "model.eval()\ntotal = 0.0\nwith torch.no_grad():\n    for xb, yb in DataLoader(TensorDataset(X_new, y_new), batch_size=10):\n        total += {part}.item() * len(xb)\nnew_loss = total / len(X_new)",
    "model.eval()\nwith torch.no_grad():\n    answers = [model(x.unsqueeze(0)) for x in X_new]\n    answers = torch.cat(answers)\n    new_loss = {of_answers}.item()",
    "was = torch.is_grad_enabled()\ntorch.set_grad_enabled(False)\nmodel.eval()\nnew_loss = {new}.item()\ntorch.set_grad_enabled(was)",
)  # fmt: skip

_KINDS = ("plain", "plain", "plain", "plain", "best", "copied", "restarts", "phases", "averaged",
          "standardized", "standardized_inside", "held_out", "validated", "two_optimizers",
          "accumulated", "logged")  # fmt: skip


def honest_training(number: int) -> str:
    """Return the source of honest training *number*: the same one for the same number."""
    return _Writer(random.Random(number)).program()


class _Writer:
    def __init__(self, rng: random.Random) -> None:
        self._draw = rng
        self._kind = rng.choice(_KINDS)
        self._optimizer = rng.choice(_OPTIMIZERS)
        if self._kind in ("two_optimizers", "accumulated"):
            self._optimizer = rng.choice([o for o in _OPTIMIZERS if not o.closure])
        self._network = rng.choice(_NETWORKS)
        self._lazy, drops = "Lazy" in self._network, "Dropout" in self._network
        if self._kind in ("averaged", "copied", "two_optimizers") and self._lazy:
            self._network = _NETWORKS[0]
            self._lazy = False
        if self._optimizer.closure and drops:
            self._network = _NETWORKS[1]
        full_only = self._optimizer.closure or "Rprop" in self._optimizer.line
        self._full = full_only or self._kind == "accumulated" or rng.random() < 0.4
        self._epoch = rng.choice(_EPOCHS[:2] if self._full else _EPOCHS[2:])
        self._batch = rng.choice((8, 16, 16, 32))
        self._setup, self._loss = rng.choice(_LOSSES)
        self._width = rng.choice((16, 24, 32))
        acts = _SMOOTH[:3] if self._optimizer.smooth else _BENT
        self._act = rng.choice(acts)

    def _epochs(self) -> int:
        """So many that there are enough steps, and enough passes over all points."""
        steps = self._optimizer.steps
        if self._full:
            return steps
        return max(steps * self._batch // 64, min(steps, 120))

    def _loss_of(self, a: str, b: str) -> str:
        return self._loss.format(a=a, b=b)

    def _step(self) -> str:
        if self._optimizer.closure:
            step = _CLOSURE
        elif self._kind == "accumulated":
            step = (
                "optimizer.zero_grad()\nfor xs, ys in zip(xb.chunk(4), yb.chunk(4)):\n"
                f"    ({self._loss_of('model(xs)', 'ys')} / 4).backward()\noptimizer.step()\n"
                f"with torch.no_grad():\n    loss = {self._loss_of('model(xb)', 'yb')}"
            )
        elif self._kind == "two_optimizers":
            step = (
                "optimizer.zero_grad()\nsecond.zero_grad()\nloss = {loss}\nloss.backward()\n"
                "optimizer.step()\nsecond.step()"
            )
        else:
            step = self._draw.choice(_STEPS[:-1])
        return step.format(
            loss=self._loss_of("model(xb)", "yb"), loss_of_pred=self._loss_of("pred", "yb")
        )

    def _training(self) -> str:
        """The lines that train ``model`` and leave ``history``."""
        epochs = self._epochs()
        schedule, after = ("", "") if self._optimizer.closure else self._draw.choice(_SCHEDULES)
        parameters = (
            "list(model.parameters())"
            if "'params'" in self._optimizer.line
            else "model.parameters()"
        )
        lines = []
        if self._kind == "two_optimizers":
            lines.append("parameters = list(model.parameters())")
            parameters = "parameters[:1]"
            lines.append(
                "second = "
                + self._optimizer.line.format(p="parameters[1:]", r=self._optimizer.rate)
            )
        lines.append(
            "optimizer = " + self._optimizer.line.format(p=parameters, r=self._optimizer.rate)
        )
        if schedule:
            lines.append(schedule.format(n=epochs))
        if "loader" in self._epoch:
            lines.append(self._draw.choice(_LOADERS).format(b=self._batch))
        if "pairs" in self._epoch:
            lines.append("pairs = list(zip(X, y))")
        lines.append("history = []")
        if self._kind == "best":
            lines.append("best, kept = float('inf'), None")
        epoch = self._epoch.replace("{b}", str(self._batch))
        before, _, rest = epoch.partition("{step}")
        margin = before.rpartition("\n")[2]
        step = textwrap.indent(self._step(), margin).removeprefix(margin)
        body = before + step + rest
        if after:
            body += "\n" + after
        if self._kind == "best":
            body += (
                "\nif history[-1] < best:\n    best = history[-1]\n"
                "    kept = {k: v.clone() for k, v in model.state_dict().items()}"
            )
        if self._kind == "averaged":
            lines.append("averaged = torch.optim.swa_utils.AveragedModel(model)")
            body += f"\nif epoch >= {epochs * 3 // 4}:\n    averaged.update_parameters(model)"
        if self._kind == "validated":
            body += (
                "\nmodel.eval()\nwith torch.no_grad():\n"
                f"    validation = {self._loss_of('model(X_new)', 'y_new')}.item()\nmodel.train()"
            )
        if self._kind == "logged":
            body += "\nif epoch % 100 == 0:\n    print(f'{epoch:4d} {history[-1]:.4f}')"
        lines.append(f"for epoch in range({epochs}):\n" + textwrap.indent(body, "    "))
        if self._kind == "best":
            lines.append("model.load_state_dict(kept)")
        if self._kind == "averaged":
            lines.append("model = averaged")
        return "\n".join(lines)

    def _measuring(self) -> str:
        return self._draw.choice(_MEASURES).format(
            new=self._loss_of("model(X_new)", "y_new"),
            part=self._loss_of("model(xb)", "yb"),
            of_answers=self._loss_of("answers", "y_new"),
        )

    def _body(self) -> str:
        training = self._training()
        make = "model = Net()"
        if self._lazy:
            make += self._draw.choice(("\nmodel(X[:2])", "\nwith torch.no_grad():\n    model(X)"))
        match self._kind:
            case "standardized":
                made = (
                    f"{make}\nmean, std = X.mean(), X.std()\ntimes = X\nX = (X - mean) / std\n"
                    f"{training}\nmodel, X = Scaled(model, mean, std), times"
                )
            case "standardized_inside":
                made = f"model = Scaled(Net(), X.mean(), X.std())\n{training}"
                if self._lazy:
                    made = made.replace("\n", "\nmodel(X[:2])\n", 1)
            case "held_out":
                made = (
                    f"{make}\norder = torch.randperm(len(X))\n"
                    f"X_held, y_held = X[order[52:]], y[order[52:]]\nX, y = X[order[:52]], y[order[:52]]\n"
                    f"{training}\nmodel.eval()\nwith torch.no_grad():\n"
                    f"    held_out = {self._loss_of('model(X_held)', 'y_held')}.item()"
                )
            case "restarts":
                training = textwrap.indent(f"{make}\n{training}", "    ")
                made = (
                    f"found = None\nfor attempt in range(2):\n{training}\n"
                    "    if found is None or history[-1] < found[1][-1]:\n        found = model, history\n"
                    "model, history = found"
                )
            case "copied":
                made = f"start = Net()\nmodel = copy.deepcopy(start)\n{training}\nmodel = copy.deepcopy(model)"
            case "phases":
                made = (
                    f"{make}\n{training}\nfine = torch.optim.SGD(model.parameters(), lr=0.002)\n"
                    f"for _ in range(20):\n    fine.zero_grad()\n    loss = {self._loss_of('model(X)', 'y')}\n"
                    "    loss.backward()\n    fine.step()\n    history.append(loss.item())"
                )
            case _:
                made = f"{make}\n{training}"
        return made + "\n" + self._measuring()

    def program(self) -> str:
        network = textwrap.dedent(self._network).strip("\n")
        network = network.replace("{w}", str(self._width)).replace("{act}", self._act)
        seed = self._draw.choice(("", "", f"torch.manual_seed({self._draw.randrange(100)})\n"))
        hints = self._draw.random() < 0.4
        names = (
            "X: Tensor, y: Tensor, X_new: Tensor, y_new: Tensor" if hints else "X, y, X_new, y_new"
        )
        returns = " -> tuple[nn.Module, list[float], float]" if hints else ""
        helper = self._draw.random() < 0.25
        body = self._body()
        if "Scaled(" in body:
            network += "\n\n\n" + textwrap.dedent(_SCALED).strip("\n")
        body += "\nreturn " + self._draw.choice(
            ("model, history, new_loss", "(model, history, new_loss)")
        )
        function = f"def capstone({names}){returns}:\n" + textwrap.indent(seed + body, "    ")
        if helper:
            function = (
                function.replace("def capstone(", "def train_and_measure(")
                + f"\n\n\ndef capstone({names}){returns}:\n    return train_and_measure(X, y, X_new, y_new)"
            )
        parts = [_IMPORTS, *([self._setup] if self._setup else []), network, function]
        return "\n\n\n".join(parts) + "\n"


_IMPORTS = """\
import copy
import random

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset"""

_SCALED = """
class Scaled(nn.Module):
    def __init__(self, net, mean, std):
        super().__init__()
        self.net = net
        self.register_buffer("mean", mean)
        self.register_buffer("std", std)

    def forward(self, x):
        return self.net((x - self.mean) / self.std)
"""
