"""Content: the course's files as validated models. Imports no torch, runs nothing."""

from autograder.content.course import (
    Course,
    UnknownExerciseError,
    UnknownItemError,
    bundled_course_path,
)
from autograder.content.exercise import Exercise
from autograder.content.loading import load_course
from autograder.content.models import (
    LANGUAGES,
    Chapter,
    Claim,
    Concept,
    ExerciseSheet,
    Explanation,
    Language,
    Misconception,
    Text,
)
from autograder.content.yaml_file import ContentError, Mistake, YamlFile, nearest, nearest_of

__all__ = [
    "LANGUAGES",
    "Chapter",
    "Claim",
    "Concept",
    "ContentError",
    "Course",
    "Exercise",
    "ExerciseSheet",
    "Explanation",
    "Language",
    "Misconception",
    "Mistake",
    "Text",
    "UnknownExerciseError",
    "UnknownItemError",
    "YamlFile",
    "bundled_course_path",
    "load_course",
    "nearest",
    "nearest_of",
]
