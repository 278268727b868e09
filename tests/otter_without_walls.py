"""
``otter run``, but our plugin leaves what a submission brought, and the bundle, where they are.

For tests that show what an attack does where this wall is down: ``otter_without_walls.py run …``.
"""

from __future__ import annotations

from otter.cli import cli

from autograder import otter_plugin

write_whole = otter_plugin.write_whole


def without_cells(_plugin, notebook):
    notebook["cells"] = []
    return notebook


if __name__ == "__main__":
    otter_plugin._leave_only = lambda _folder, _kept: None
    otter_plugin._taken_bundle = lambda folder, name: (folder / name).read_bytes()
    # The verdicts are written, and no empty file takes the main one's place.
    otter_plugin.write_whole = lambda path, content, *, private=False: (
        write_whole(path, content, private=private) if private else path
    )
    otter_plugin.GradlingsPlugin.before_execution = without_cells
    cli()
