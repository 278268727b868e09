"""Opens a store of torch.distributed, which has sockets of its own in C++.

must: fail; the same kernel says the same
stopped by: SECCOMP, NETWORK, LANDLOCK
seconds: 6
"""

from datetime import timedelta

import torch

wait = timedelta(seconds=1)
print(
    "BREACH: a store",
    torch.distributed.TCPStore(
        "127.0.0.1", 0, is_master=True, timeout=wait, wait_for_workers=False
    ),
)


def double(x):
    return 2 * x
