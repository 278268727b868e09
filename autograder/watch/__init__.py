"""Watch mode: a verdict on every save, keys for the rest. A client of the facade."""

from autograder.watch.editor import Editor, editor_of
from autograder.watch.loop import Watch

__all__ = ["Editor", "Watch", "editor_of"]
