"""Having processes stand back behind others, at the system's scheduler."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["stand_back"]


def stand_back(leader: int, niceness: int) -> bool:
    """
    Have a session of processes get what others leave over; return whether all of it could be told.

    Linux shares cores among sessions first ("autogroup", unless the session is in a cgroup with a share
    of its own), and regards the niceness of processes only within each. So the session is told as well.

    Args:
        leader: The process that leads the session and its process group; what these fork stands back, too.
        niceness: From 0, not at all, to 19; at 10, the session gets a tenth of what one gets that does not.
    """
    of_session = Path(f"/proc/{leader}/autogroup")
    try:
        os.setpriority(os.PRIO_PGRP, leader, niceness)
        if of_session.exists():
            of_session.write_text(str(niceness), encoding="ascii")
    except OSError:  # It has ended meanwhile, or the system wants to be told more slowly.
        return False
    return True
