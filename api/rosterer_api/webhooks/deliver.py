"""How do events get to all who asked for them, side by side?

Each message has a task of its own, so that a receiver who is slow holds up nobody but itself; and
all of it has a thread of its own, so that it holds up neither jobs nor the sweep.
"""

import asyncio
import logging
import threading

from sqlalchemy.exc import DBAPIError

from rosterer_api.settings import Settings
from rosterer_api.storage import Database
from rosterer_api.webhooks.queue import conclude, reserve
from rosterer_api.webhooks.send import Message, Outcome, Send, Sender

MOST_AT_ONCE = 50
LOOK_SECONDS = 1.0
_log = logging.getLogger("rosterer.webhooks")


class Deliveries:
    """What is under way from this process."""

    def __init__(self, database: Database, send: Send) -> None:
        self._database, self._send = database, send
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self.num_tried = 0

    async def step(self, seconds: float | None) -> bool:
        """Begin with what is due and wait until something has ended, for so long at most; false
        when there was nothing to do.
        """
        before, was_busy = self.num_tried, bool(self._under_way)
        await self.begin()
        await self.wait(seconds)
        return was_busy or self.num_tried > before

    async def begin(self) -> None:
        """Begin with whatever is due for webhooks that are not busy."""
        free = MOST_AT_ONCE - len(self._under_way)
        if free > 0:
            busy = tuple(self._under_way)
            for message in await asyncio.to_thread(reserve, self._database, free, busy):
                self.num_tried += 1
                self._under_way[message.webhook] = asyncio.create_task(self._deliver(message))

    async def wait(self, seconds: float | None) -> bool:
        """Wait until one of them has ended, for so long at most; whether any are under way."""
        if self._under_way:
            await asyncio.wait(
                self._under_way.values(), timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
        self._under_way = {hook: task for hook, task in self._under_way.items() if not task.done()}
        return bool(self._under_way)

    async def _deliver(self, message: Message) -> None:
        try:
            outcome = await self._send(message)
        except Exception as failure:  # whatever it is, the message is sent again
            _log.error("a message could not be sent", exc_info=failure)
            outcome = Outcome(None, "the service failed to send it")
        try:
            await asyncio.to_thread(conclude, self._database, message, outcome)
        except DBAPIError as away:  # it is sent once more; receivers know its id
            _log.warning("the database is away", extra={"failure": type(away).__name__})


def deliver_due(database: Database, settings: Settings, send: Send | None = None) -> int:
    """Deliver until nothing is due; returns how many deliveries were tried."""

    async def deliver() -> int:
        sender = Sender(allow_private=settings.private_webhooks)
        deliveries = Deliveries(database, send or sender)
        while await deliveries.step(None):
            pass
        await sender.close()
        return deliveries.num_tried

    return asyncio.run(deliver())


def keep_delivering(database: Database, settings: Settings, closing: threading.Event) -> None:
    """Deliver whatever comes to be due, until it is time to close; for a thread of its own."""
    asyncio.run(_keep_delivering(database, settings, closing))


async def _keep_delivering(
    database: Database, settings: Settings, closing: threading.Event
) -> None:
    sender = Sender(allow_private=settings.private_webhooks)
    deliveries = Deliveries(database, sender)
    while not closing.is_set():
        is_busy = False
        try:
            is_busy = await deliveries.step(LOOK_SECONDS)
        except DBAPIError as away:
            _log.warning("the database is away", extra={"failure": type(away).__name__})
        if not is_busy:
            await asyncio.to_thread(closing.wait, LOOK_SECONDS)
    while await deliveries.wait(None):
        pass
    await sender.close()
