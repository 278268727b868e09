"""Seeding in a process of the sandbox: the same numbers, the same errors, and no source that is read."""

import traceback

import pytest
import torch

from autograder.probing.quiet_seeds import quote_no_seeds

_QUEUES = [getattr(torch, name) for name in ("cuda", "mtia", "xpu") if hasattr(torch, name)]


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    for module in _QUEUES:
        monkeypatch.setattr(
            module, "traceback", getattr(module, "traceback", traceback), raising=False
        )
    quote_no_seeds()


def test_a_seed_reads_no_source(monkeypatch):
    monkeypatch.setattr(
        traceback, "format_stack", lambda *_: pytest.fail("the stack was put into words")
    )
    torch.manual_seed(5)


def test_a_seed_sows_what_it_did_before():
    torch.manual_seed(5)
    drawn = torch.rand(3)
    torch.default_generator.manual_seed(5)
    assert torch.equal(torch.rand(3), drawn)


@pytest.mark.parametrize("device", ["cuda", "xpu", "mtia"])
def test_a_device_that_is_not_there_is_told_as_ever(device, monkeypatch):
    if torch.accelerator.is_available():
        pytest.skip("an accelerator is there")
    with pytest.raises((AssertionError, RuntimeError)) as quiet:
        torch.zeros(1, device=device)
    for module in _QUEUES:
        monkeypatch.setattr(module, "traceback", traceback)
    with pytest.raises(quiet.type) as ever:
        torch.zeros(1, device=device)
    assert str(quiet.value) == str(ever.value)


def test_tracebacks_of_others_are_whole():
    assert "test_tracebacks_of_others_are_whole" in "".join(traceback.format_stack())


def test_all_else_of_a_traceback_is_where_it_was():
    for module in _QUEUES:
        assert module.traceback.print_exc is traceback.print_exc
        assert dir(module.traceback) == dir(traceback)


def test_a_torch_without_such_a_device_or_that_notes_nothing_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(torch, "mtia", None)
    monkeypatch.delattr(torch.xpu, "traceback")

    quote_no_seeds()

    assert not hasattr(torch.xpu, "traceback")
