"""The pool: a worker that dies is replaced, a task that takes too long is lost alone. Workers import this module."""

import os

import pytest

from etl.stages.pool import LocalPool, Lost


def double(number: int) -> int:
    if number == 13:
        os.kill(os.getpid(), 9)
    return 2 * number


def hang(number: int) -> int:
    while number == 2:
        pass
    return number


@pytest.mark.slow
def test_a_worker_that_dies_is_replaced_and_its_batch_done_again() -> None:
    pool = LocalPool(2, 10)
    try:
        results = [one for batch in pool.map(double, [[1, 2], [3, 13, 4], [5]]) for one in batch]
    finally:
        pool.close()
    assert [one for one in results if isinstance(one, int)] == [2, 4, 6, 8, 10]
    assert [one.task for one in results if isinstance(one, Lost)] == [13]


def test_a_task_that_takes_too_long_is_lost_alone() -> None:
    pool = LocalPool(1, 0.5)
    try:
        ((first, second, third),) = pool.map(hang, [[1, 2, 3]])
    finally:
        pool.close()
    assert (first, third) == (1, 3)
    assert isinstance(second, Lost)
    assert second.reason == "timeout"
