"""Keys of a Windows console, as its C library hands them out."""

from __future__ import annotations

import errno
from collections import deque

import pytest

from autograder.keyboard import DOWN, OTHER, PAGE_DOWN, PAGE_UP, UP, windows_key


class Console:
    """
    The C library's console: ``_getwch``, ``_ungetwch``, and the one place for what is put back.

    A key that is no character (a pair here) gives its first half and leaves the second in that
    place. Where nobody types, waiting is an error of ours, for it would be forever.
    """

    def __init__(self, *keys):
        self._typed = deque(keys)
        self._back = None

    def getwch(self):
        if self._back is not None:
            character, self._back = self._back, None
            return character
        assert self._typed, "waits for a key that nobody presses"
        key = self._typed.popleft()
        if len(key) == 2:
            self._back = key[1]
        return key[0]

    def ungetwch(self, character):
        if self._back is not None:
            raise OSError(errno.EPERM, "Operation not permitted")
        self._back = character


@pytest.mark.parametrize("prefix", ["\x00", "\xe0"])
@pytest.mark.parametrize(
    ("half", "name"),
    [("H", UP), ("P", DOWN), ("I", PAGE_UP), ("Q", PAGE_DOWN), ("K", OTHER), (";", OTHER)],
)
def test_a_key_that_is_no_character_comes_in_two_halves(prefix, half, name):
    console = Console(prefix + half, "n")

    assert [windows_key(console), windows_key(console)] == [name, "n"]


def test_an_a_with_a_grave_accent_is_a_letter_and_waits_for_no_other():
    assert windows_key(Console("à")) == "à"


@pytest.mark.parametrize("letter", ["H", "q", "à", "\x03"])
def test_what_is_typed_after_it_is_a_key_of_its_own(letter):
    console = Console("à", letter)

    assert windows_key(console) == "à"
    if letter == "\x03":
        with pytest.raises(KeyboardInterrupt):
            windows_key(console)
    else:
        assert windows_key(console) == letter


def test_an_arrow_after_it_is_an_arrow():
    console = Console("à", "\xe0H", "\x00P", "h")

    assert [windows_key(console) for _ in range(4)] == ["à", UP, DOWN, "h"]


def test_a_zero_alone_is_no_letter():
    assert windows_key(Console("\x00")) == OTHER


def test_ctrl_c_is_an_interrupt():
    with pytest.raises(KeyboardInterrupt):
        windows_key(Console("\x03"))
