"""A server knows which modules are ours, so that no child looks through all of them."""

from __future__ import annotations

import subprocess
import sys

AFTER_THE_REST = """
import sys
from autograder.sandbox import checking
from autograder.sandbox.kinds import CHECKING
from autograder.sandbox.tripwire import hook

checking.start(CHECKING)
checking.prepare({"checks": [], "optimizes": False})
checking.when_idle()
hook._names_of_ours = lambda: sys.exit("a child would look through all modules")
hook.leave_the_stage()
print([name for name in sys.modules if name.partition(".")[0] == "autograder"])
"""


def test_a_server_that_has_imported_the_rest_knows_them_still():
    done = subprocess.run(
        [sys.executable, "-c", AFTER_THE_REST], check=False, capture_output=True, encoding="utf-8"
    )

    assert (done.stdout, done.stderr) == ("['autograder']\n", "")
