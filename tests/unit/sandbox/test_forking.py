"""The memory of a process that forks: what its children make lies beyond what they share."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys

import pytest

from autograder.sandbox.forking import nothing_collected

NEW_AMONG_OLD = """
from autograder.sandbox.forking import lay_out_memory

old = [bytes(200) for _ in range(20_000)]
del old[::2]
if LAID_OUT:
    lay_out_memory()
new = [bytes(200) for _ in range(1_000)]
print(min(map(id, new)) > max(map(id, old)))
"""


def new_lies_beyond_old(*, laid_out):
    program = NEW_AMONG_OLD.replace("LAID_OUT", str(laid_out))
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONMALLOC": "malloc"},
    )
    return done.stdout == "True\n"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc's heap is laid out")
def test_once_memory_is_laid_out_new_objects_lie_beyond_all_old_ones():
    assert not new_lies_beyond_old(laid_out=False)
    assert new_lies_beyond_old(laid_out=True)


def test_the_collector_works_again_after_imports_that_failed():
    def fail():
        assert not gc.isenabled()
        raise ImportError("torch is broken")

    with pytest.raises(ImportError), nothing_collected():
        fail()

    assert gc.isenabled()
