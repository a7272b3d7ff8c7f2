"""F, what everything is measured against: a bare broadcast with nothing behind it.

`python -m tests.bench.floor PORT` sends each message that arrives on /post to everyone else, and keeps nothing.
"""

import asyncio
import gc
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

phones: set[ServerConnection] = set()


async def connected(socket: ServerConnection) -> None:
    if socket.request is not None and socket.request.path == "/post":
        async for message in socket:
            broadcast(phones, message)
        return
    phones.add(socket)
    try:
        async for _ in socket:
            pass
    finally:
        phones.discard(socket)


async def main(port: int) -> None:
    async with serve(connected, "127.0.0.1", port, compression=None, max_size=2**20):
        print("ready", flush=True)
        gc.freeze()
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
