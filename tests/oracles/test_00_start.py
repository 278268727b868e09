"""What the answers to ``00_start`` give, as Python's own numbers."""

from __future__ import annotations

import struct

import pytest
import torch


@pytest.mark.oracle("intro")
def test_intro_returns_forty_two_in_four_bytes_and_without_an_axis(answer):
    returned = answer.intro()

    assert returned.shape == torch.Size([])
    assert returned.dtype is torch.float32
    assert bytes(returned.detach().reshape(1).view(torch.uint8).tolist()) == struct.pack("=f", 42)
