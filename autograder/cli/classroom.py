"""``gradlings classroom``: a course in the browsers of a class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.text import Text

from autograder.cli.session import Session
from autograder.cli.web import needing_the_extra
from autograder.facade.courses import open_course
from autograder.files import quoted
from autograder.sandbox import Tier

__all__ = ["classroom"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument(
    "course", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--roster", type=_FILE, required=True, help="A table of the class: id, name, email.")
@click.option("--assignment", type=_FILE, help="Only the exercises of this ASSIGNMENT.yaml.")
@click.option(
    "--bundle",
    type=_FOLDER,
    help="A bundle made before; no solutions are needed then.",
)
@click.option(
    "--data", type=_FOLDER, default="classroom", show_default=True, help="Where work is kept."
)
@click.option(
    "--export", "export_to", type=_FOLDER, help="Write work and grades there; serve nothing."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8_000, show_default=True)
@click.option("--public-url", default="", help="How learners reach it: https://class.example.org")
@click.option("--root-path", default="", help="What precedes all addresses behind a proxy: /class")
@click.option(
    "--trusted-proxy",
    "proxies",
    multiple=True,
    help="An address whose forwarded headers are believed; repeatable.",
)
@click.option(
    "--code",
    "with_code",
    is_flag=True,
    help="Learners may come in by a code for all and their id, too.",
)
@click.option(
    "--new-links", is_flag=True, help="Give everybody a new link; older ones let nobody in."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="Checks at a time; two more than cores, unless given.",
)
@click.option("--scheduler", help="Check on a Dask cluster: tcp://HOST:PORT.")
@click.option(
    "--isolation",
    type=click.Choice([tier.label for tier in Tier]),
    default=Tier.STANDARD.label,
    show_default=True,
    help="Refuse to serve with less isolation.",
)
@click.pass_obj
def classroom(
    session: Session,
    course: Path | None,
    roster: Path,
    assignment: Path | None,
    bundle: Path | None,
    data: Path,
    export_to: Path | None,
    host: str,
    port: int,
    public_url: str,
    root_path: str,
    proxies: Sequence[str],
    with_code: bool,
    new_links: bool,
    workers: int | None,
    scheduler: str | None,
    isolation: str,
) -> None:
    """Serve a course to a class in browsers; see live what is misunderstood.

    Learners' links are written to DATA/links.csv, once; the server keeps only their hashes.
    """
    with needing_the_extra(session):
        from autograder.classroom import opening, reaching  # noqa: PLC0415 - an extra has what they need
    whole = open_course(course) if course else session.course()
    language = session.language_of(whole.languages, None)
    plan = opening.Plan(whole, roster, data, assignment, isolation, language, bundle)
    if export_to is not None:
        session.console.print(Text(opening.export(plan, export_to)))
        return
    address = reaching.address_of(host, port, public_url, root_path, proxies)
    if isolation == Tier.PROCESS.label:
        session.warn(
            session.say(
                'WARNING: learners\' programs run with isolation "process": any of them can read and '
                "change what you can on this machine. Only for people whom you would give your password."
            )
        )
    with opening.opened(
        plan, address, with_code=with_code, workers=workers, scheduler=scheduler
    ) as room:
        session.console.print(Text(room.isolation))
        if made := room.write_links(anew=new_links):
            message = session.say.many(
                "{n} link is in {path}. Give each learner theirs, then remove the file.",
                "{n} links are in {path}. Give each learner theirs, then remove the file.",
                n=made,
                path=quoted(room.links_path),
            )
            session.console.print(Text(message))
        if reaching.is_of_this_machine_alone(room.outside):
            session.warn(
                session.say(
                    "These links work on this machine alone. For other machines in its network, start "
                    "with --host 0.0.0.0; behind a proxy, with --public-url."
                )
            )
        else:
            session.console.print(
                Text(session.say("Learners reach it at {address}", address=room.outside)),
                soft_wrap=True,
            )
        session.console.print(Text(session.say("Your own link, which nobody else may have:")))
        session.console.print(Text(room.instructor_link, "bold"), soft_wrap=True)
        room.serve(
            lambda: session.console.print(
                Text(session.say("Ctrl-C ends it; all work is kept."), "dim")
            )
        )
