"""
The parts of a program that reports show and compare, extracted where the program is read.

Likeness is measured by winnowed fingerprints (Schleimer, Wilkerson & Aiken, *Winnowing*, SIGMOD
2003; here from the library ``copydetect``, which ignores names, comments and layout).
"""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType, ModuleType

from autograder.submissions.own_text import may_see_its_text, may_vary
from autograder.submissions.parsing import defined_functions, parsed, parts_of

__all__ = ["Gist", "can_fingerprint", "gist_of", "warm_up"]

#: Tokens (characters of filtered code) in one piece; fewer are noise. copydetect guarantees
#: that it notices every copied stretch of twice as many.
_NOISE = 20
_WINDOW = 10
#: How many pieces of one program are kept, and the longest function to be an example.
MAX_PIECES = 2_000
_EXAMPLE_LINES = 30
#: Functions that cells of ours call.
_OURS = ("check", "grade", "quiz", "use_language", "draw")
MAX_EXAMPLE = 4_000

#: Of a notebook, or of a file with many answers, each answer is the same program or nearly so. A process
#: has one hand-in, so what is kept of its programs ends with it.
_once = functools.lru_cache(maxsize=64)


@dataclass(frozen=True, slots=True)
class Gist:
    """
    A program, summed up for reports.

    Attributes:
        example: The function that answers, without comments and texts, since these may hold names;
            empty if it can't be parsed or is longer than 30 lines.
        pieces: Fingerprints of its code; none if ``copydetect`` is not installed.
        form: A digest that programs share which differ in comments, blank lines and layout only,
            and in those of the files that they import; empty if one of them can't be parsed, could
            see its own comments and lines, or need not show the same twice.
    """

    example: str = ""
    pieces: frozenset[int] = frozenset()
    form: str = ""


def gist_of(
    source: str,
    function: str,
    given: Sequence[str] = (),
    helpers: Mapping[str, str] = MappingProxyType({}),
) -> Gist:
    """
    Return the gist of a program whose answer is *function*.

    Args:
        given: Programs that everybody was given, whose statements say nothing about anybody.
        helpers: Texts of files that it imports, by their modules; what was copied may be there.
    """
    texts, handed_out = [source, *helpers.values()], tuple(given)
    pieces = frozenset[int]().union(*(_pieces_of(text, handed_out) for text in texts))
    form = _form(source, tuple(helpers.items()))
    return Gist(_example(source, function), frozenset(sorted(pieces)[:MAX_PIECES]), form)


@_once
def _form(source: str, helpers: tuple[tuple[str, str], ...]) -> str:
    files = {"": source, **dict(helpers)}
    found = {name: parts_of(text) for name, text in sorted(files.items())}
    forms = [
        "\n".join([name, *parts.texts])
        for name, parts in found.items()
        if parts is not None
        and all(parts.texts)
        and not may_see_its_text(parts.tree, files)
        and not may_vary(parts.tree)
    ]
    if len(forms) < len(files):
        return ""
    digests = (hashlib.sha256(form.encode("utf-8", "backslashreplace")).digest() for form in forms)
    return hashlib.sha256(b"".join(digests)).hexdigest()


@_once
def _pieces_of(source: str, given: tuple[str, ...]) -> frozenset[int]:
    parts = parts_of(source)
    if parts is None:
        return _fingerprint(source)
    known = {text for one in map(parts_of, given) if one for text in one.texts}
    pairs = zip(parts.tree.body, parts.texts, strict=True)
    own = [one for one, text in pairs if not _is_ours(one) and text not in known]
    # Unparsed, it has no comments and no layout of its own.
    return _fingerprint(_unparsed(ast.Module(own, [])) if own else "")


def _is_ours(statement: ast.stmt) -> bool:
    """Whether a statement stands in the cells that we hand out: an import, a call that checks."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return True
    call = statement.value if isinstance(statement, ast.Expr) else None
    name = call.func if isinstance(call, ast.Call) else None
    return isinstance(name, ast.Name) and name.id in _OURS


@functools.cache
def can_fingerprint() -> bool:
    """Tell whether ``copydetect`` (extra ``gradlings[instructor]``) is installed."""
    return importlib.util.find_spec("copydetect") is not None


@functools.cache
def warm_up() -> None:
    """Import what fingerprints need, so that processes forked from this one need not."""
    gist_of("def f(x):\n    return [x + 1, x * 2, x - 3, x / 4]\n", "f")


def _example(source: str, function: str) -> str:
    if function not in defined_functions(source) or (tree := parsed(source)) is None:
        return ""
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == function]
    # This tree may be changed: it is nobody else's.
    text = _unparsed(_Bare().visit(found[-1]))
    return text if text.count("\n") < _EXAMPLE_LINES and len(text) <= MAX_EXAMPLE else ""


def _unparsed(tree: ast.AST) -> str:
    try:
        return ast.unparse(tree)
    except (RecursionError, ValueError):
        return ""


class _Bare(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            return ast.Pass()
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        return ast.Constant("…") if isinstance(node.value, str | bytes) else node


@_once
def _fingerprint(program: str) -> frozenset[int]:
    if not program.strip() or not can_fingerprint():
        return frozenset()
    import numpy as np  # noqa: PLC0415 - slow to import

    copydetect = _copydetect()
    try:
        text, _ = copydetect.filter_code(program, "answer.py", "python")
    except Exception:  # noqa: BLE001 - a lexer may raise anything on a hostile file
        return frozenset()
    # copydetect's own hashes are Python's, which differ in every process, and so would the pieces
    # that are kept; but the same class shall give the same report.
    hashes = [_stable(text[start : start + _NOISE]) for start in range(len(text) - _NOISE + 1)]
    if not hashes:
        return frozenset()
    kept, _ = copydetect.winnow(np.array(hashes, dtype=np.int64), _WINDOW)
    return frozenset(sorted(map(int, kept))[:MAX_PIECES])


@functools.cache
def _copydetect() -> ModuleType:
    """
    The part of copydetect that takes fingerprints.

    Its package as a whole imports what its own report is drawn with, matplotlib above all, which takes
    a second in every process that reads submissions. So the package is there for its part, and not run.
    """
    whole = importlib.util.find_spec("copydetect")
    assert whole is not None
    not_run = "copydetect" not in sys.modules
    if not_run:
        sys.modules["copydetect"] = importlib.util.module_from_spec(whole)
    try:
        return importlib.import_module("copydetect.utils")
    finally:
        if not_run:
            del sys.modules["copydetect"]


def _stable(piece: str) -> int:
    digest = hashlib.blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
