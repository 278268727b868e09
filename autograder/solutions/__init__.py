"""Solutions: right programs of a course, sealed for learners who are done with an exercise."""

from autograder.solutions.sealed import (
    FILE_NAME,
    Solutions,
    SolutionsError,
    read_solutions,
    sealed,
)
from autograder.solutions.ways import Way, three_ways

__all__ = [
    "FILE_NAME",
    "Solutions",
    "SolutionsError",
    "Way",
    "read_solutions",
    "sealed",
    "three_ways",
]
