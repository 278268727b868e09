"""
Bundle the editor of ``gradlings web`` into one file, which is committed with the licences of all in it.

Users build nothing. After a change in ``scripts/editor/``: run this and commit what it wrote.
``--check`` writes nothing and fails if the committed bundle is not what comes out. Needs npm, which
fetches what is to be bundled unless it is there.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "scripts" / "editor"
STATIC = ROOT / "autograder" / "web" / "static"
#: As old as browsers may be that know all else that our pages use.
TARGET = "es2022"


def main() -> None:
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    with tempfile.TemporaryDirectory() as folder:
        made = bundled(Path(folder))
    stale = [name for name, text in made.items() if read(STATIC / name) != text]
    if "--check" in sys.argv:
        sys.exit(f"not what scripts/editor makes: {', '.join(stale)}" if stale else 0)
    for name in stale:
        (STATIC / name).write_text(made[name], encoding="utf-8")
    print(", ".join(stale) or "nothing has changed")


def bundled(folder: Path) -> dict[str, str]:
    """By name, the files that come out."""
    command = [
        *("node_modules/.bin/esbuild", "editor.js", "--bundle", "--minify", "--format=esm"),
        *(f"--target={TARGET}", "--legal-comments=none", f"--metafile={folder / 'meta.json'}"),
        f"--outfile={folder / 'editor.js'}",
    ]
    subprocess.run([*command, "--log-level=warning"], cwd=HERE, check=True)
    inputs = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["inputs"]
    head = "// CodeMirror and what it needs, bundled; their licences are in editor.LICENSES.txt.\n"
    return {
        "editor.js": head + (folder / "editor.js").read_text(encoding="utf-8"),
        "editor.LICENSES.txt": licences({package_of(name) for name in inputs} - {""}),
    }


def package_of(name: str) -> str:
    """The package to which a file in the bundle belongs; empty for our own."""
    parts = name.split("/")
    if parts[0] != "node_modules":
        return ""
    return "/".join(parts[1:3] if parts[1].startswith("@") else parts[1:2])


def licences(packages: set[str]) -> str:
    """The licence of each package, with its version."""
    texts = []
    for name in sorted(packages):
        folder = HERE / "node_modules" / name
        version = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
        texts.append(f"{name} {version}\n\n{(folder / 'LICENSE').read_text(encoding='utf-8')}")
    return f"\n{'-' * 78}\n\n".join(text.strip() + "\n" for text in texts)


def read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    main()
