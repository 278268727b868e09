import torch
from torch import Tensor, nn

from autograder.probing import (
    ask,
    called_without_parentheses,
    gradient_in_use,
    is_plain_tensor,
    watching,
)
from autograder.probing.rules import different_units, gradient_at_hidden_weights

_NAMES = ("0.weight", "0.bias", "2.weight", "2.bias")


def gradient_before_is_shown(submission, case):
    network = _Network(case)
    with watching() as seen:
        before, after = network.repaired(submission, seen)
        both = is_plain_tensor(before) and is_plain_tensor(after)
        shared = both and Tensor.data_ptr(before) == Tensor.data_ptr(after)
        seen.fact("one_memory", shared)
        if not shared:
            seen.fact("before", before)
    return seen


def both_weights_become_different_in_place(submission, case):
    network = _Network(case)
    number = case.uniform(1, 9)
    with watching() as seen:
        _, after = network.repaired(submission, seen)
        now = ask(lambda: [*network.model.parameters(), None, None, None, None][:4])
        triples = zip(_NAMES, now, network.parameters, strict=True)
        seen.fact("parameters_replaced", [name for name, one, was in triples if one is not was])
        seen.fact("parameters_fit", network.fits)
        if network.fits:
            now = [*network.parameters, network.answers()]
            seen.judged("units", now, different_units(network.X))
            seen.clue("hidden_moved", not _near(network.parameters[0], network.values[0]))
        seen.fact("tracked", all(one.requires_grad for one in network.parameters))
        seen.fact("in_use", [gradient_in_use(one, number) for one in network.parameters])
        seen.clue("after_is_zero", is_plain_tensor(after) and not torch.Tensor.any(after).item())
    return seen


def gradient_after_is_that_of_the_new_weights(submission, case):
    network = _Network(case)
    numbers = case.number_for("different", "alike")
    with watching() as seen:
        _, after = network.repaired(submission, seen)
        if not network.fits or not is_plain_tensor(after) or after.shape != network.before.shape:
            seen.fact("after", after)
        else:
            fresh = network.gradient()
            both = _near(after, network.before + fresh) and not _near(after, fresh)
            seen.fact("after_has_both", both)
            own = gradient_at_hidden_weights(network.X, network.y)
            seen.judged("after_is_theirs", [*network.parameters, after], own)
            differs = _rows_differ(after)
            seen.fact("after_differs", differs)
            seen.clue("after_is_new", not _near(after, network.before))
            seen.fact("rows_in_number", numbers["different" if differs else "alike"])
    return seen


class _Network:
    """The network with equal weights, and a batch to measure its gradient on."""

    def __init__(self, case):
        D, H = case.cycle((3, 4), (2, 5), (4, 2), (5, 3))
        self.model = nn.Sequential(nn.Linear(D, H), nn.Tanh(), nn.Linear(H, 1))
        self.parameters = list(self.model.parameters())
        hidden, output = case.cycle((0.5, 1.5), (0.0, 0.0), (-0.3, 0.8), (0.0, 0.0))
        with torch.no_grad():
            for parameter, value in zip(self.parameters, (hidden, 0, output, 0), strict=True):
                parameter.fill_(value)
        rows = case.size("N", 4, 1, 7, 5)
        self.X, self.y = case.tensor(rows, D, low=-1, high=1), case.tensor(rows, 1)
        self.values = [Tensor.detach(one).clone() for one in self.parameters]
        self.before = self.gradient()
        case.seed_torch()

    @property
    def fits(self):
        """Whether the handed parameters still have their shapes and dtypes."""
        pairs = zip(self.parameters, self.values, strict=True)
        return all(one.shape == was.shape and one.dtype == was.dtype for one, was in pairs)

    def gradient(self):
        """Of the loss at the hidden weight, calculated from the parameters that were handed over."""
        values = [Tensor.detach(one).clone().requires_grad_() for one in self.parameters]
        with torch.enable_grad():
            loss = ((self._answers(*values) - self.y) ** 2).mean()
        return torch.autograd.grad(loss, values[0])[0]

    def answers(self):
        """By the parameters that were handed over, as they are now."""
        return self._answers(*map(Tensor.detach, self.parameters))

    def _answers(self, hidden, hidden_bias, output, output_bias):
        return torch.tanh(self.X @ hidden.T + hidden_bias) @ output.T + output_bias

    def repaired(self, submission, seen):
        """The two gradients that were returned."""
        torch.set_grad_enabled(True)
        uncalled = called_without_parentheses(submission.source, "backward")
        seen.clue("backward_uncalled", uncalled)
        returned = submission.break_symmetry(self.model, self.X.clone(), self.y.clone())
        is_pair = type(returned) in (tuple, list) and len(returned) == 2
        return returned if is_pair else (returned, None)


def _near(one, other):
    one = Tensor.detach(one)
    return one.dtype == other.dtype and torch.allclose(one, other, rtol=1e-4, atol=1e-6)


def _rows_differ(gradient):
    """Whether some two rows differ by more than rounding."""
    values = Tensor.detach(gradient)
    spread = (values - values[:1]).abs().max()
    return bool(spread > 1e-4 * values.abs().max())
