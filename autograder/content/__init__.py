"""Content: the course's files as validated models. Imports no torch, runs nothing."""

from autograder.content.course import (
    Course,
    UnknownExerciseError,
    UnknownItemError,
    UnknownLanguageError,
    bundled_course_path,
)
from autograder.content.exercise import Exercise, in_language
from autograder.content.language_tags import (
    ANY_LANGUAGE,
    TAG,
    Language,
    best_of,
    direction_of,
    tag_of_system,
)
from autograder.content.loading import (
    COURSE_SHEET,
    course_above,
    course_folder,
    load_course,
    read_course_sheet,
)
from autograder.content.models import (
    Chapter,
    Claim,
    Concept,
    CourseSheet,
    ExerciseSheet,
    Explanation,
    Misconception,
    Text,
)
from autograder.content.yaml_file import ContentError, Mistake, YamlFile, nearest, nearest_of

__all__ = [
    "ANY_LANGUAGE",
    "COURSE_SHEET",
    "TAG",
    "Chapter",
    "Claim",
    "Concept",
    "ContentError",
    "Course",
    "CourseSheet",
    "Exercise",
    "ExerciseSheet",
    "Explanation",
    "Language",
    "Misconception",
    "Mistake",
    "Text",
    "UnknownExerciseError",
    "UnknownItemError",
    "UnknownLanguageError",
    "YamlFile",
    "best_of",
    "bundled_course_path",
    "course_above",
    "course_folder",
    "direction_of",
    "in_language",
    "load_course",
    "nearest",
    "nearest_of",
    "read_course_sheet",
    "tag_of_system",
]
