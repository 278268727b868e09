"""
``draw(loss)`` shows the graph behind a tensor.

Learners write ``from autograder import draw``, and only that imports torch. They leave calls of it
in the programs that they hand in, so the sandbox's server imports this module beforehand: its
children can read no file of the package. Hence this module imports as little as possible.
"""

from __future__ import annotations

import html
import sys
import textwrap
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from autograder.drawing import Graph, Say, english, note, to_svg, to_text
from autograder.probing.tracing import graph_of, named_tensors

if TYPE_CHECKING:
    from autograder.content import Language

__all__ = ["Drawing", "draw"]


class Drawing:
    """
    A graph that shows itself: as text when printed, as a picture in a notebook.

    Attributes:
        graph: The drawn graph, as data.
    """

    def __init__(self, graph: Graph, language: Language = "en") -> None:
        self.graph = graph
        self._language = language
        self._say = _words(language)

    def __str__(self) -> str:
        return self.text(ascii_only=not _knows_branches())

    __repr__ = __str__

    def text(self, width: int = 80, *, ascii_only: bool = False) -> str:
        """Return the graph as a tree of at most *width* columns."""
        tree = to_text(self.graph, say=self._say, width=width, ascii_only=ascii_only)
        return "\n".join([tree, *textwrap.wrap(note(self.graph, self._say), max(width, 20))])

    def svg(self) -> str:
        """Return the graph as an SVG file's text."""
        return to_svg(self.graph, say=self._say, alone=True)

    def _repr_html_(self) -> str:
        svg = to_svg(self.graph, say=self._say)
        # Focusable, so that it can be scrolled by keyboard too.
        message = note(self.graph, self._say)
        below = f"<p>{html.escape(message)}</p>" if message else ""
        return f'<div style="overflow:auto;max-height:40rem" tabindex="0">{svg}</div>{below}'

    def save(self, path: str | PathLike[str]) -> None:
        """
        Write the drawing to *path*.

        Raises:
            ValueError: If *path* ends neither in ``.svg`` nor in ``.html``.
        """
        target = Path(path)
        match target.suffix.lower():
            case ".svg":
                text = self.svg()
            case ".html":
                language = html.escape(self._language)
                title = html.escape(self._say("autograd graph"))
                text = (
                    f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
                    f"<title>{title}</title>"
                    f'<meta name="color-scheme" content="light dark"><body>{self.svg()}</body>'
                    "</html>\n"
                )
            case _:
                raise ValueError(
                    self._say(
                        "A drawing is saved as .svg or .html, and {name} is neither.",
                        name=target.name,
                    )
                )
        target.write_text(text, encoding="utf-8")


def draw(loss: Tensor, *, language: Language = "en") -> Drawing:
    """
    Draw the graph behind *loss*, a tensor that autograd tracks, with your variables' names.

    The drawing prints as a tree in a terminal and shows as a picture in a notebook. If *loss* is a
    single number, its edges show the gradients that ``loss.backward()`` would send along them.
    *loss* is not modified: no backward pass is run, no hook is called, ``.grad`` stays as it is.

    Raises:
        TypeError: If *loss* is not a tensor; says what it is instead.
        ValueError: If autograd does not track it; says where to look.

    Example:
        >>> import torch
        >>> from autograder import draw
        >>> w = torch.ones(2, requires_grad=True)
        >>> print(draw((w * w).sum()).text(ascii_only=True))
        Sum
        `-- [1.0, 1.0] -> Mul, shape (2,)
            |-- [1.0, 1.0] -> w = [1.0, 1.0], shape (2,), grad = None
            `-- [1.0, 1.0] -> w = [1.0, 1.0], shape (2,), grad = None
    """
    say = _words(language)
    if not isinstance(loss, Tensor):
        raise TypeError(_no_tensor(loss, say))
    with torch._C.DisableTorchFunction():  # hides this from watchers, see graph_of
        if not loss.requires_grad:
            raise ValueError(_untracked(loss, say))
    caller = sys._getframe(1)
    # Local names first, since they hide global ones.
    variables = dict(caller.f_locals)
    for name, value in caller.f_globals.items():
        variables.setdefault(name, value)
    return Drawing(graph_of(loss, named_tensors(variables)), language)


def _no_tensor(value: Any, say: Say) -> str:
    given = say(
        "draw() takes a tensor that autograd tracks, and got {type}.", type=type(value).__name__
    )
    if isinstance(value, nn.Module):
        where = say("Draw what the model returns: draw(model(x)).")
    elif value is None:
        where = say("Does a function lack its return? Note that backward() returns None too.")
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Tensor):
        where = say("Draw one of its tensors, or their sum.")
    else:
        where = say(
            "Numbers and arrays have no graph: .item(), float(), .tolist() and NumPy leave it behind."
        )
    return f"{given} {where}"


def _untracked(tensor: Tensor, say: Say) -> str:
    message = [
        say(
            "draw() got a tensor of shape {shape} without a graph: its requires_grad is False.",
            shape=tuple(tensor.shape),
        )
    ]
    if not torch.is_grad_enabled():
        message.append(say("Recording is switched off right now: draw() stands inside no_grad()."))
    if not tensor.is_floating_point() and not tensor.is_complex():
        message.append(
            say(
                "Its dtype is {dtype}, and only floating-point tensors can have gradients.",
                dtype=str(tensor.dtype).removeprefix("torch."),
            )
        )
    message.append(
        say(
            "Look at what it was calculated from: did a leaf get requires_grad=True, and did "
            "nothing on the way cut the graph (torch.no_grad(), .detach(), .data, .item())?"
        )
    )
    return " ".join(message)


def _words(language: Language) -> Say:
    if language == "en":
        return english
    try:
        from autograder.languages import words_in  # noqa: PLC0415 - see above

        return words_in(language)
    except (ImportError, PermissionError):
        return english  # The sandbox has no translations; no submission may fail for that.


def _knows_branches() -> bool:
    """Whether standard output can encode the characters that trees are drawn with."""
    try:
        "├─└│…".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
