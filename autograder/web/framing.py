"""Templates filled in: what all pages have around them, and the figures in their heads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import HTTPConnection

from autograder.languages import own_name
from autograder.pages.page import environment
from autograder.web.access import nonce_of, page_word
from autograder.web.assets import version
from autograder.web.desk import Desk
from autograder.workspace.order import aside_in

__all__ = ["Frame", "filled", "frame_of", "framed", "status_part"]


@dataclass(frozen=True, slots=True)
class Frame:
    """
    Where a page stands.

    Attributes:
        root: What precedes all addresses, behind a proxy; else empty.
        static: The address of styles and scripts.
        nonce: The word by which the editor's style is let in.
        here: The page's own address.
        page: The word that the page's scripts send along with what changes something.
    """

    root: str
    static: str
    nonce: str
    here: str
    page: str = ""


def frame_of(request: HTTPConnection, cookie: str) -> Frame:
    """Return where a page stands that is given to whoever is known by the cookie named *cookie*."""
    root = request.scope.get("root_path", "")
    static, word = f"{root}/static/{version()}", page_word(request.cookies.get(cookie, ""))
    return Frame(root, static, nonce_of(request.scope), request.url.path, word)


def framed(template: str, desk: Desk, frame: Frame, **parts: Any) -> str:
    """Return a whole page: *template*, with the head that all pages have."""
    say = desk.say
    return filled(
        template,
        say=say,
        language=say.language,
        languages=[(tag, own_name(tag)) for tag in desk.course.languages],
        frame=frame,
        owner=desk.owner,
        status=status_part(desk),
        **parts,
    )


def filled(template: str, **parts: Any) -> str:
    """Return a template of this room filled in; all texts in it are escaped."""
    return environment("autograder.web").get_template(template).render(**parts)


def status_part(desk: Desk) -> dict[str, Any]:
    """Return the figures of every page's head."""
    progress = desk.progress()
    total = len(desk.course.exercises) - len(aside_in(desk.course, progress))
    done = sum(progress.passed(exercise.id) for exercise in desk.course.exercises)
    return {"done": done, "total": total, "due": len(progress.due())}
