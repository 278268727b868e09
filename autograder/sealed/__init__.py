"""Solutions: right programs of a course, sealed for learners who are done with an exercise."""

from autograder.sealed.sealed_file import (
    FILE_NAME,
    Solutions,
    SolutionsError,
    find_solutions,
    read_solutions,
    sealed,
)
from autograder.sealed.ways import Way, three_ways

__all__ = [
    "FILE_NAME",
    "Solutions",
    "SolutionsError",
    "Way",
    "find_solutions",
    "read_solutions",
    "sealed",
    "three_ways",
]
