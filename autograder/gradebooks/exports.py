"""Gradebooks that platforms exported, to be filled in with a class's grades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from autograder.gradebooks.canvas import fill_canvas, new_canvas
from autograder.gradebooks.moodle import fill_moodle
from autograder.gradebooks.rows import Filled
from autograder.grading.results import ClassResults
from autograder.tables import GradebookError, table_at

__all__ = ["Gradebooks"]


@dataclass(frozen=True, slots=True)
class Gradebooks:
    """
    Gradebooks that platforms exported, to be filled in, and the titles of their columns.

    Attributes:
        overwrite: Whether to replace grades that are there already and differ.
    """

    canvas: Path | None = None
    canvas_column: str = ""
    moodle: Path | None = None
    moodle_column: str = ""
    overwrite: bool = False

    def read(self) -> dict[str, str]:
        """
        Return the files' texts by platform.

        Raises:
            GradebookError: If a file can't be read.
        """
        texts = {}
        for name, path in (("canvas", self.canvas), ("moodle", self.moodle)):
            if path is not None:
                texts[name] = table_at(path)
        return texts

    def fill(
        self, results: ClassResults, comments: Mapping[str, str] = MappingProxyType({})
    ) -> dict[str, Filled]:
        """
        Return each file filled in, and a new one for Canvas if none was given.

        Args:
            comments: By student's id, HTML for Moodle's column of comments.
        """
        texts = self.read()
        filled = {"canvas": Filled(new_canvas(results), ())}
        try:
            if "canvas" in texts:
                filled["canvas"] = fill_canvas(
                    texts["canvas"], results, self.canvas_column, overwrite=self.overwrite
                )
            if "moodle" in texts:
                filled["moodle"] = fill_moodle(
                    texts["moodle"],
                    results,
                    self.moodle_column,
                    overwrite=self.overwrite,
                    comments=comments,
                )
        except GradebookError as error:
            path = self.canvas if "moodle" not in filled and "canvas" in texts else self.moodle
            raise GradebookError(f"{path}: {error}") from None
        return filled
