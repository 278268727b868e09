"""Wrong programs derived from right ones: do checks see them, and is the right idea named?"""

from autograder.authoring.mutants.operators import OPERATORS, Operator
from autograder.authoring.mutants.surveying import (
    Fate,
    Mutant,
    Survey,
    mutants_of,
    survey_exercise,
)

__all__ = ["OPERATORS", "Fate", "Mutant", "Operator", "Survey", "mutants_of", "survey_exercise"]
