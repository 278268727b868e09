"""What the kernel of this machine can do."""

import platform


def joins_pages() -> bool:
    """Whether it takes the advice to join small pages; Linux does from 6.1 on."""
    major, minor = platform.release().split(".")[:2]
    return (int(major), int(minor)) >= (6, 1)
