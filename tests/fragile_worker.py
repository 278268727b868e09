"""A worker process of a real pool that ends, as if killed for its memory, on what has a mark."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

from autograder.grading import pool, workers

MARK = "# the end of a worker"


def ends_on_the_mark() -> None:
    workers._begin(None, pool.close_worker)
    grade_at = pool.grade_at

    def fragile(config, work, **how):
        if MARK in work.source:
            os._exit(1)
        return grade_at(config, work, **how)

    pool.grade_at = fragile


def open_fragile_pool(number: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(number, mp_context=context, initializer=ends_on_the_mark)
