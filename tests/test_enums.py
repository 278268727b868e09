"""Enumerations are their words, on every Python."""

import subprocess
import sys

from autograder.runs import End

OLD = """
import sys
sys.version_info = (3, 10, 0)
from autograder.enums import StrEnum

class Fruit(StrEnum):
    PEAR = "pear"

print(Fruit.PEAR, f"{Fruit.PEAR:>6}", Fruit("pear") is Fruit.PEAR, "pear" == Fruit.PEAR, Fruit.__mro__[1].__module__)
"""


def test_a_member_prints_as_its_word():
    assert (str(End.DONE), f"{End.DONE:>6}") == ("done", "  done")


def test_so_it_does_where_python_has_no_such_enumeration():
    told = subprocess.run([sys.executable, "-c", OLD], capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["pear", "pear", "True", "True", "autograder.enums"]
