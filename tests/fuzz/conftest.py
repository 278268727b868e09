"""
Hypothesis on whatever reads what hostile people write.

In CI the same examples are tried each time; ``GRADLINGS_FUZZ=20000`` tries that many new ones.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = int(os.environ.get("GRADLINGS_FUZZ", "0"))


@pytest.fixture(scope="package", autouse=True)
def _profile():
    before = settings.get_current_profile_name()
    settings.register_profile(
        "fuzz",
        derandomize=not EXAMPLES,
        max_examples=EXAMPLES or 150,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("fuzz")
    yield
    settings.load_profile(before)
