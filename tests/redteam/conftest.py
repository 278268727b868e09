from __future__ import annotations

import pytest
from harness import Range


@pytest.fixture(scope="session")
def attack_range():
    attack_range = Range()
    yield attack_range
    attack_range.close()
