"""``manage.py procrastinate``: the library's command, with a worker that outlives its database server.

The library's worker stops when it loses the server, sometimes as if it had been told to. Ours begins again until
it is told to stop.
"""

import asyncio
import logging
import signal
from contextlib import suppress
from typing import Any, cast

import psycopg
from procrastinate import cli
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.management.commands.procrastinate import Command as LibraryCommand
from procrastinate.exceptions import ConnectorException

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds
CAUSES = (ConnectorException, psycopg.Error, OSError)

logger = logging.getLogger(__name__)


class Command(LibraryCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("func") is not cli.worker_ or not options.get("wait", True):
            super().handle(*args, **options)
            return
        ours = {"app", "command", "func", *self._django_options}
        asyncio.run(work_until_told({name: value for name, value in options.items() if name not in ours}))


async def work_until_told(options: dict[str, Any]) -> None:
    """Work off the queue until SIGTERM or SIGINT, whatever the database server does meanwhile."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    pause = FIRST_PAUSE
    while not told.is_set():
        begun = asyncio.get_running_loop().time()
        try:
            await _work(options, told)
        except CAUSES as error:
            logger.error("The worker has lost the database: %s", type(error).__name__, exc_info=error)
        if told.is_set():
            return
        lasted = asyncio.get_running_loop().time() - begun
        pause = FIRST_PAUSE if lasted > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
        logger.warning("The worker begins again in %s seconds", round(pause))
        with suppress(TimeoutError):
            await asyncio.wait_for(told.wait(), pause)


async def _work(options: dict[str, Any], told: asyncio.Event) -> None:
    """Run a worker on connections of its own, until it ends by itself or is told to stop after the job it is at."""
    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            worker = asyncio.create_task(
                worker_app.run_worker_async(**{**options, "install_signal_handlers": False})
            )
            stop = asyncio.create_task(told.wait())
            await asyncio.wait({worker, stop}, return_when=asyncio.FIRST_COMPLETED)
            stop.cancel()
            if not worker.done():
                worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker
