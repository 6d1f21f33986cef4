"""An event loop in a thread of its own, so that synchronous tests can run coroutines on one loop."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

#: Longer than any step of a test; a hang becomes a failure that says where.
TIMEOUT_S = 60.0


class LoopThread:
    """What is made on this loop (engines, connections) is used on this loop."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="test-loop", daemon=True
        )
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Run to the end and give the result."""
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        try:
            return future.result(TIMEOUT_S)
        except TimeoutError:
            # Ours, or the coroutine's own: either way it must not run on behind the next test.
            future.cancel()
            raise

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
