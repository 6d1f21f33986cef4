"""Rings when there may be work for a loop of this process, so that it need not look again and again.

A bell only saves waiting: work that comes from elsewhere (another replica, a clock) rings nowhere, and is found when
a loop's rest is over. A bell belongs to one event loop.
"""

import asyncio

from sqlalchemy.ext.asyncio import AsyncConnection

_RUNG = "tidu_rung"


class Bell:
    """Rung by whoever makes work, heard by any number of loops."""

    def __init__(self) -> None:
        self._listeners: list[asyncio.Event] = []

    def ring(self) -> None:
        """Wake all who listen; one that is busy hears it afterwards."""
        for listener in self._listeners:
            listener.set()

    def listen(self) -> asyncio.Event:
        """Give an event that every ring sets."""
        listener = asyncio.Event()
        self._listeners.append(listener)
        return listener


class Bells:
    """The bells of one process, by name, and what a transaction will ring once it is committed."""

    def __init__(self) -> None:
        self._bells: dict[str, Bell] = {}

    def named(self, name: str) -> Bell:
        """Give the bell of this name."""
        return self._bells.setdefault(name, Bell())

    def ring_committed(self, connection: AsyncConnection) -> None:
        """Ring what was asked for in a transaction that has been committed."""
        for name in connection.info.pop(_RUNG, ()):
            self.named(name).ring()


def ring_after_commit(connection: AsyncConnection, name: str) -> None:
    """Have a bell rung when this transaction commits, and not before: until then nobody sees its work."""
    connection.info.setdefault(_RUNG, set()).add(name)


def forget_bells(connection: AsyncConnection) -> None:
    """Drop what an earlier transaction on the same connection asked for and did not live to see."""
    connection.info.pop(_RUNG, None)
