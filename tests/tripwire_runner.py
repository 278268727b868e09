"""
Tells what programs trip by their deeds, on any Python: ``tripwire_runner.py FOLDER < SOURCES``.

SOURCES is JSON, ``{name: source}``, and so is the last line that is written: ``{name: [words]}``. Nothing of ours but
that one package is imported, for other versions of Python have nothing of ours installed.
"""

from __future__ import annotations

import importlib
import json
import pathlib
import sys
import types

sys.dont_write_bytecode = True
folder = pathlib.Path(sys.argv[1])
for name, path in (("autograder", folder.parents[1]), ("autograder.sandbox", folder.parent)):
    parent = sys.modules[name] = types.ModuleType(name)
    parent.__path__ = [str(path)]
tripwire = importlib.import_module("autograder.sandbox.tripwire")
sources, told, words = json.loads(sys.stdin.read()), {}, []
codes = {name: compile(source, "<submission>", "exec") for name, source in sources.items()}
tripwire.arm(
    lambda file: file == "<submission>" or "/submission" in file,
    lambda file: file == __file__,
    lambda word, line: words.append((word, line)),
)
for name, code in codes.items():
    words.clear()
    try:
        module = sys.modules["submission"] = types.ModuleType("submission")
        exec(code, module.__dict__)
        told[name] = [word for word, _ in words]
    except Exception as error:  # noqa: BLE001 - shown by the test
        told[name] = f"{type(error).__name__}: {error}"
print(f"\n{json.dumps(told)}")
