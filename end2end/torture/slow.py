"""F29: clients that send a form byte by byte are cut off, and the others do not notice them."""

import asyncio
import resource
import threading
import time

import people
import work
from browser import Browser, form
from house import Red, Server, head

# Seconds until the whole body has to be there, and how much later the answer may come.
LIMIT, GRACE = 3, 3.0
BETWEEN = 0.2
# What the others may wait, in seconds.
PATIENCE = 0.5


def bodies(server: Server, clients: int, limit: int = LIMIT) -> str:
    """So many slow sign-ins at once, while others read pages and sign in."""
    more_files(clients * 2 + 500)
    server.env["LANDFALL_BODY_TIMEOUT_SECONDS"] = str(limit)
    server.start()
    ended: list[tuple[float, int]] = []
    slow = threading.Thread(target=lambda: ended.extend(asyncio.run(crowd(server.port, clients))))
    slow.start()
    # Until all of them are there.
    time.sleep(1)
    reader, times, refused = Browser(server, 1), [], Browser(server, 2)
    until = time.monotonic() + LIMIT - 1
    while time.monotonic() < until:
        answer = reader.get("/events")
        people.must(answer, "a page among slow clients", 200)
        times.append(answer.took)
        time.sleep(0.01)
    signing_in = people.must(people.sign_in(refused, "nobody@example.org"), "a sign-in among slow clients", 422).took
    slow.join()
    late = max(took for took, _ in ended)
    statuses = {status for _, status in ended}
    if late > LIMIT + GRACE or 0 in statuses:
        still = sum(1 for took, status in ended if status == 0 or took > LIMIT + GRACE)
        raise Red(f"{still} of {clients} slow clients are still served after {LIMIT + GRACE:.0f} s")
    if statuses != {408}:
        raise Red(f"slow clients were answered by {statuses}")
    times.sort()
    worst = times[int(len(times) * 0.99)]
    words = (
        f"{clients} sign-ins byte by byte cut off by 408 after at most {late:.1f} s, meanwhile pages p99 {worst * 1000:.0f} ms "
        f"of {len(times)}, a sign-in {signing_in * 1000:.0f} ms"
    )
    if worst > PATIENCE:
        raise Red(words)
    return words


async def crowd(port: int, clients: int) -> list[tuple[float, int]]:
    return await asyncio.gather(*(one(port) for _ in range(clients)))


async def one(port: int) -> tuple[float, int]:
    """Seconds until the server ended it, and by which status; 0 when it did not."""
    body = form(people.SIGN_IN, "/sign-in", {"email": "slow@example.org", "password": "a password that takes its time"})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = work.raw(people.SIGN_IN, head(port, len(body)), body)
    began = time.monotonic()
    # Only the last bytes are slow, and the very last one never comes.
    sent = len(request) - int((LIMIT + GRACE) / BETWEEN) - 2
    writer.write(request[:sent])
    answer = asyncio.ensure_future(reader.read(64))
    while not answer.done() and time.monotonic() - began < LIMIT + GRACE + 1:
        if sent < len(request) - 1:
            writer.write(request[sent : sent + 1])
            sent += 1
        await asyncio.wait([answer], timeout=BETWEEN)
    took = time.monotonic() - began
    try:
        status = int(answer.result().split()[1]) if answer.done() and answer.result() else 0
    except (OSError, ValueError, IndexError):
        status = 0
    answer.cancel()
    writer.close()
    return took, status


def more_files(wanted: int) -> None:
    """Each client is an open file here, and one in the server, which inherits the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
