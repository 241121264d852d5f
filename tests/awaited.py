"""What a coroutine gives, for tests that are no coroutines themselves."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor


def awaited(coroutine):
    """What a coroutine returns.

    It runs in a thread of its own: the browser that another test of this process opened leaves a
    loop running in the main one, where no second may begin.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
