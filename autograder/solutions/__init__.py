"""Solutions: right programs of a course, sealed for learners who are done with an exercise."""

from autograder.solutions.sealed import (
    FILE_NAME,
    Solutions,
    SolutionsError,
    find_solutions,
    read_solutions,
    sealed,
)
from autograder.solutions.ways import Way, three_ways

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
