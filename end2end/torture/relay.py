"""A stretch of network between the server and its database: passes bytes on, each way a little late.

On one machine a round trip takes so little time that hardly any client vanishes within one. A BEGIN takes longest here:
a client that is gone before its answer does the most harm (launchbadge/sqlx#4385). Run as a process of its own:
relay.py TARGET-PORT SECONDS SECONDS-OF-BEGIN; prints the port it listens on, ends when its input does.
"""

import asyncio
import contextlib
import os
import sys


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, late: float, begin: float) -> None:
    with contextlib.suppress(OSError):
        while some := await reader.read(65536):
            await asyncio.sleep(begin if b"BEGIN\0" in some else late)
            writer.write(some)
            await writer.drain()
    writer.close()


async def main(target: int, late: float, begin: float) -> None:
    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", target)
        await asyncio.gather(carry(reader, back, late, begin), carry(there, writer, late, begin))

    relay = await asyncio.start_server(accepted, "127.0.0.1", 0)
    print(relay.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    # At once, without a word about connections that are still open.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
