"""Grading past one machine: the same work on a Dask cluster (extra ``gradlings[cluster]``)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from importlib import metadata
from typing import Any

from autograder import __version__
from autograder.grading.classes import Stopped
from autograder.grading.pool import WorkerConfig

__all__ = ["cluster_executor", "send_config"]

_TIMEOUT = 20.0


def cluster_executor(address: str) -> tuple[Callable[[], Executor], int]:
    """
    Return a function that opens an executor on the scheduler at *address*, and its thread count.

    Workers should have one thread each (``dask worker --nthreads 1``), since a worker process keeps
    one warm server.

    Raises:
        Stopped: If Dask is not installed, the scheduler does not answer, has no workers, or one that
            has another version of Gradlings or none.
    """
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError:
        raise Stopped(
            "--scheduler needs Dask distributed; install it with: pip install 'gradlings[cluster]'"
        ) from None
    try:
        client: Any = Client(address, timeout=_TIMEOUT, set_as_default=False)  # type: ignore[no-untyped-call]
        client.wait_for_workers(1, timeout=_TIMEOUT)
    except (OSError, ValueError, TimeoutError) as error:
        raise Stopped(
            f"the Dask scheduler at {address} does not answer, or has no workers ({error})"
        ) from None
    try:
        _refuse_other_versions(client)
    except Stopped:
        client.close()
        raise
    workers = sum(client.nthreads().values())
    return lambda: _Sending(client), workers


def _refuse_other_versions(client: Any) -> None:
    """
    Refuse workers that would judge otherwise, or can't judge at all.

    Raises:
        Stopped: If a worker lacks Gradlings, or has another version; names the workers.
    """
    # A function of the standard library, which every worker can call.
    found = client.run(metadata.version, "gradlings", on_error="return")
    wrong = {
        worker: "no Gradlings" if isinstance(version, Exception) else f"Gradlings {version}"
        for worker, version in found.items()
        if version != __version__
    }
    if wrong:
        listed = ", ".join(f"{worker} has {what}" for worker, what in sorted(wrong.items()))
        raise Stopped(
            f"all Dask workers need Gradlings {__version__}, as here; {listed}. Install it there, "
            "and start the workers again"
        )


class _Sending(Executor):
    """A client's executor that knows its client, so that a config is sent only once."""

    def __init__(self, client: Any) -> None:
        self.client = client
        # Verdicts do not depend on the worker or on retries, so a lost worker's chunks may go to
        # another. Results are not cached by arguments, so that --regrade really grades again.
        self._executor = client.get_executor(retries=3, pure=False)

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return self._executor.submit(function, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        self._executor.shutdown(wait=wait)
        self.client.close()


def send_config(executor: Executor, config: WorkerConfig) -> object:
    """Send *config* to a cluster; return the future that later calls pass in its place."""
    assert isinstance(executor, _Sending)
    # Sent as the result of a task, which the scheduler computes again if its worker is lost.
    # Scattered data would be lost with the workers that held it, and so would all tasks on it.
    return executor.client.submit(_itself, config, pure=False, retries=3)


def _itself(config: WorkerConfig) -> WorkerConfig:
    return config
