"""What clients write again and again while something goes wrong, and how one sees afterwards what is there."""

from collections.abc import Callable
from typing import Protocol

from house import Server

# Carries one operation out and answers with the HTTP status.
Writer = Callable[[str], int]


class Work(Protocol):
    """An operation is named `<when>-<writer>-<count>`, so that the names of one writer sort as they were asked for."""

    # Answers that say no in words: too busy, or it is there already.
    refusals: frozenset[int]

    def prepare(self, server: Server) -> None:
        """Makes what the operations need, once for an installation, while it serves."""

    def writer(self, server: Server, number: int) -> Writer:
        """A client with a connection of its own."""

    def raw(self, server: Server, number: int, op: str) -> bytes:
        """The same operation as the bytes of one request."""

    def stored(self, server: Server, asked: set[str]) -> set[str]:
        """The operations that are there. One that a later one of its writer has replaced counts as there."""

    def halves(self, server: Server) -> list[str]:
        """Operations of which only a part is there."""

    def again(self, op: str) -> bool:
        """Whether sending it a second time must be answered as the first time, and do nothing."""


def number_of(op: str) -> int:
    return int(op.split("-")[1])


def raw(path: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
