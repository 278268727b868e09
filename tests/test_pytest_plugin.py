"""The pytest plugin is loaded in every project of an environment, and must cost others nothing."""

from __future__ import annotations

import os
import subprocess
import sys

from autograder.pytest_plugin import __doc__ as _promise

HEAVY = ("torch", "numpy", "pydantic", "rich", "yaml", "jinja2", "ijson")


def python(code, folder):
    """What *code* prints in a process of its own."""
    environment = {name: v for name, v in os.environ.items() if not name.startswith("PYTEST")}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # What other plugins import is theirs.
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.split()


def test_importing_it_imports_nothing_that_pytest_had_not_imported(tmp_path):
    new = python(
        "import sys, typing, functools, pathlib, pytest\n"
        "before = set(sys.modules)\n"
        "import autograder.pytest_plugin\n"
        "print(*set(sys.modules) - before)",
        tmp_path,
    )

    assert set(new) == {"autograder", "autograder.pytest_plugin"}
    assert "nothing of ours" in _promise


def test_a_test_run_of_another_project_imports_nothing_of_ours(tmp_path):
    (tmp_path / "test_theirs.py").write_text("def test_it():\n    pass\n")
    (tmp_path / "helper.py").write_text("x = 1\n")

    found = python(
        "import sys, pytest\n"
        "code = pytest.main(['-q', '-p', 'no:cacheprovider', '-p', 'autograder.pytest_plugin', "
        "'test_theirs.py', 'helper.py'])\n"
        f"heavy = set(sys.modules) & set({HEAVY!r})\n"
        "ours = [name for name in sys.modules if name.startswith('autograder.')]\n"
        "print('\\nfound', int(code), *sorted(heavy), *ours)",
        tmp_path,
    )

    assert found[found.index("found") + 1 :] == ["0", "autograder.pytest_plugin"]


def test_the_mark_that_it_looks_for_is_that_of_working_copies(tmp_path):
    done = python(
        "import sys\n"
        "from autograder.cli import main\n"
        "sys.argv = ['gradlings', 'init', '.']\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code\n"
        "from pathlib import Path\n"
        "from autograder.pytest_plugin import _MARK\n"
        "print('\\nmark', Path(_MARK).is_file())",
        tmp_path,
    )

    assert done[-2:] == ["mark", "True"]
