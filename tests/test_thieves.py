"""Nothing of a submission is in memory that a later one inherits: thieves come home with nothing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).with_name("redteam")))

from harness import CONTAINED, TIERS, LeakyServer
from thieves import steal

from autograder.sandbox import ForkServer, Tier

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no server elsewhere")

CASE = Path("/work/shared/cases/security/01_heap_thief/step_no_grad.py")
#: Of a thief's memory at least so much has to be read, or it proves nothing.
A_LOT = 100 << 20


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("tier", TIERS)
def test_thieves_find_nothing_of_honest_submissions(tier, workers):
    if tier == "strong" and not shutil.which("bwrap"):
        pytest.skip("bubblewrap is not installed")
    floor, down = TIERS[tier]

    loot = steal(lambda: ForkServer(floor, down=down), workers, rounds=2 * workers)

    assert loot.failures == []
    assert loot.found == []
    assert loot.scanned / loot.rounds > A_LOT


def test_thieves_find_marks_in_a_server_that_hears_submissions():
    loot = steal(lambda: LeakyServer("PAST", Tier.PROCESS, CONTAINED), workers=1, rounds=2)

    assert loot.failures == []
    assert loot.found
