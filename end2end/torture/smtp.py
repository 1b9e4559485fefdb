"""A mail server that behaves as it is told: well, busy, silent, gone, or worse. It keeps what it was given."""

import contextlib
import email
import email.message
import email.policy
import re
import socketserver
import threading
import time
from typing import NamedTuple

from house import free_port


class Taken(NamedTuple):
    to: str
    message_id: str
    message: email.message.EmailMessage


class PostOffice:
    """Moods: `well`; `busy` and `full` refuse a recipient for now; `silent` says nothing for a while and hangs up;
    `drops` takes the mail and hangs up before it says so; `loses` hangs up without having taken it."""

    def __init__(self, mood: str = "well", slow: float = 0.0) -> None:
        self.port = free_port()
        self.mood = mood
        # Seconds between the end of a mail and the word that it is taken.
        self.slow = slow
        # How long a silence lasts.
        self.silence = 2.0
        # Recipients that are not known here.
        self.unknown: set[str] = set()
        self.taken: list[Taken] = []
        # Message-IDs of mails that were taken without a word.
        self.unconfirmed: list[str] = []
        self.callers = 0
        self.lock = threading.Lock()
        self.server: socketserver.ThreadingTCPServer | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        return {"LANDFALL_SMTP_URL": self.url, "LANDFALL_MAIL_FROM": "Harborlight <hello@example.org>"}

    def open(self) -> "PostOffice":
        office = self

        class Counter(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                # Whoever is killed in the middle says nothing more.
                with contextlib.suppress(OSError):
                    office.serve(self)

        class Door(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 64

        self.server = Door(("127.0.0.1", self.port), Counter)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def close(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def serve(self, talk: socketserver.StreamRequestHandler) -> None:
        def say(words: str) -> None:
            talk.wfile.write(words.encode() + b"\r\n")

        with self.lock:
            self.callers += 1
        mood = self.mood
        if mood == "silent":
            time.sleep(self.silence)
            return
        say("220 at your service")
        to = ""
        while line := talk.rfile.readline().decode(errors="replace").strip():
            verb = line.upper().split()[0]
            if verb == "EHLO":
                say("250-good day\r\n250 8BITMIME")
            elif verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                if mood == "busy":
                    say("451 4.7.1 greylisted, come back later")
                elif mood == "full":
                    say("452 4.2.2 the mailbox is full for now")
                elif to in self.unknown:
                    say("550 5.1.1 no such mailbox")
                else:
                    say("250 ok")
            elif verb == "DATA":
                say("354 go on")
                if not self.take(to, mood, self.read(talk)):
                    return
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    @staticmethod
    def read(talk: socketserver.StreamRequestHandler) -> bytes | None:
        lines = []
        while line := talk.rfile.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return None

    def take(self, to: str, mood: str, data: bytes | None) -> bool:
        """Whether whoever brought it is told so."""
        if data is None or mood == "loses":
            return False
        message = email.message_from_bytes(data, policy=email.policy.default)
        taken = Taken(to, str(message["Message-ID"]), message)
        with self.lock:
            self.taken.append(taken)
            if mood == "drops":
                self.unconfirmed.append(taken.message_id)
        time.sleep(self.slow)
        return mood != "drops"

    def mails(self) -> list[tuple[str, str]]:
        """Recipient and text of everything that came."""
        with self.lock:
            return [(one.to, text(one.message)) for one in self.taken]

    def arrivals(self) -> dict[str, list[str]]:
        """For each recipient the Message-IDs that came, as often as they came."""
        found: dict[str, list[str]] = {}
        with self.lock:
            for one in self.taken:
                found.setdefault(one.to, []).append(one.message_id)
        return found


def text(message: email.message.EmailMessage) -> str:
    plain = message.get_body(("plain",))
    return re.sub(r"\r\n", "\n", plain.get_content()) if plain else ""
