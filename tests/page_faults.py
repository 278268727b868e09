"""What is wrong with a page as a browser shows it: what does not fit, what is cut off, what axe finds."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from typing import Any

__all__ = ["HAS_AXE", "faults_of"]

_NODE = Path(__file__).resolve().parent / "node"
#: Whether axe-core is installed: ``npm ci`` in tests/node.
HAS_AXE = (_NODE / "node_modules" / "axe-core").is_dir()

#: Elements that show text of which a part can't be seen, by no scrolling. What only screen readers
#: are to read is cut off on purpose, and so is a link that shows once it has the focus.
_UNSEEN = """() => {
  const edge = document.documentElement.clientWidth;
  const scrolls = (one) => one && (/auto|scroll/.test(getComputedStyle(one).overflowX) || scrolls(one.parentElement));
  const named = (why, one) => `${why}: <${one.tagName.toLowerCase()} class="${one.getAttribute("class") ?? ""}"> ${one.textContent.trim().slice(0, 60)}`;
  const found = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  for (const one of document.querySelectorAll("body *")) {
    const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const place = one.getBoundingClientRect();
    if (!text || !place.width || one.closest(".only-read, .skip, .cm-announced, script, noscript, [hidden]")) continue;
    const style = getComputedStyle(one), clips = /hidden|clip/.test(style.overflowX + style.overflowY);
    if (clips && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1)) found.push(named("cut off", one));
    if ((place.right > edge + 1 || place.left < -1) && !scrolls(one.parentElement)) found.push(named("beyond the edge", one));
  }
  return found;
}"""
_AXE = """async () => (await axe.run()).violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .flatMap((one) => one.nodes.slice(0, 3).map((node) => `${one.id}: ${node.html.slice(0, 140)}`))"""


@functools.cache
def _axe() -> str:
    script = ["node", str(_NODE / "axe.mjs")]
    return subprocess.run(script, capture_output=True, check=True, text=True).stdout


def faults_of(page: Any) -> list[str]:
    """
    Return what is wrong with *page* as it is now, a line each; its context must bypass the page's policy.

    With :data:`HAS_AXE`, what axe calls serious or critical, too.
    """
    faults: list[str] = page.evaluate(_UNSEEN)
    if HAS_AXE:
        page.evaluate(_axe())
        faults += page.evaluate(_AXE)
    return faults
