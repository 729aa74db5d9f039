"""More writers at once than the server has threads: each gets its turn, over real HTTP."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import uvicorn

from kit.db import Database
from tests import make

MANY = 90  # the server has 40 threads for requests


def test_more_writers_than_threads_all_get_their_turn(database: Database) -> None:
    config = uvicorn.Config(make.app(database), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    listening = config.bind_socket()
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        with (
            httpx.Client(base_url=address, timeout=60, limits=httpx.Limits(max_connections=MANY)) as client,
            ThreadPoolExecutor(MANY) as pool,
        ):
            answers = list(pool.map(lambda _: client.delete("/api/v1/session").status_code, range(2 * MANY)))
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
    assert answers == [204] * 2 * MANY
