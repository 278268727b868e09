"""What is told where there is no page: why, in words, and which page is there instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from autograder.content import UnknownExerciseError
from autograder.errors import GradlingsError, InputError
from autograder.feedback.refusals import refusal
from autograder.languages import Words
from autograder.web import rendering
from autograder.web.desk import Desk
from autograder.web.framing import frame_of
from autograder.web.newest import OvertakenCheckError
from autograder.web.rendering import UnknownChapterError
from autograder.web.series import UnknownSeriesError

__all__ = ["TOLD", "FindRefusal", "OtherPageError", "Refusal", "by_the_terminals_link", "tell"]

#: The errors that are told in words; any other one is a fault of ours.
TOLD = (GradlingsError, OSError, HTTPException, OvertakenCheckError)


class OtherPageError(HTTPException):
    """What would change something does not come from a page of whoever is known by the cookie."""

    def __init__(self) -> None:
        super().__init__(403)


@dataclass(frozen=True, slots=True)
class Refusal:
    """
    What somebody is told for whom a page is not.

    Attributes:
        place: The page that is theirs, below the root; empty if there is none.
        label: What the link there says.
    """

    message: str
    place: str = ""
    label: str = ""


#: Says why a page is not for whoever asks, such as that they have not come in.
FindRefusal = Callable[[HTTPConnection, Words], Refusal]


def by_the_terminals_link(_: HTTPConnection, say: Words) -> Refusal:
    """Tell a stranger how one comes in where the server is one person's."""
    return Refusal(say("This page is yours alone: open it by the link that the terminal shows."))


async def tell(request: Request, error: Exception) -> Response:
    """Tell an error in words: on a page, or to the page that asked."""
    desk: Desk | None = request.app.state.desk_of(request)
    say = desk.say if desk is not None else request.app.state.say()
    status, told = _told(error, request, say)
    if "/api/" in request.url.path:
        is_overtaken = isinstance(error, OvertakenCheckError)
        return JSONResponse({"told": told.message, "overtaken": is_overtaken}, status)
    frame = frame_of(request, request.app.state.cookie)
    page = rendering.error_page(say, frame, told.message, told.place, told.label)
    return HTMLResponse(page, status)


def _told(error: Exception, request: Request, say: Words) -> tuple[int, Refusal]:
    """The status of the answer, and what it says."""
    match error:
        case OtherPageError():
            message = say(
                "Somebody has come in anew in this browser, so this page changes nothing any more. Load "
                "it again; what you typed on it is kept in this browser."
            )
            return error.status_code, Refusal(message)
        case HTTPException(status_code=403):
            refused: FindRefusal = request.app.state.refused
            return 403, refused(request, say)
        case HTTPException(status_code=404) | UnknownChapterError() | UnknownSeriesError():
            return 404, Refusal(say("There is no such page."))
        case HTTPException():
            return error.status_code, Refusal(say("This can't be done."))
        case OvertakenCheckError():
            return 429, Refusal(say("A newer version is being checked."))
        case UnknownExerciseError():
            return 404, Refusal(error.message(say))
        case InputError():
            return 400, Refusal(error.message(say))
        case GradlingsError():
            return 503, Refusal(error.message(say))
        case _:
            return 503, Refusal(refusal(error, say) if isinstance(error, OSError) else "")
