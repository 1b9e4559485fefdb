"""A browser without script: keeps cookies, sends forms, follows nothing by itself."""

import http.client
import re
import time
import urllib.parse
from collections.abc import Mapping
from email.message import Message
from typing import NamedTuple

from house import Server, head

# A field, or several of one name.
Fields = dict[str, str | list[str]]

# The server hangs up on who says nothing for ten seconds; whoever comes back later calls anew.
IDLE = 5.0


class Answer(NamedTuple):
    status: int
    headers: Message
    text: str
    # Seconds from the first byte sent to the last one read.
    took: float

    @property
    def to(self) -> str:
        return self.headers.get("Location", "")


class Browser:
    def __init__(self, server: Server, network: int = 0, cookies: dict[str, str] | None = None, patience: float = 60) -> None:
        self.port = server.port
        self.link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=patience)
        # Which household it comes from: limits count by that.
        self.network = network
        self.cookies = dict(cookies or {})
        self.used = time.perf_counter()

    def get(self, path: str) -> Answer:
        return self.ask("GET", path, None, {})

    def post(self, path: str, page: str, fields: Mapping[str, str | list[str]]) -> Answer:
        body = form(path, page, fields)
        return self.ask("POST", path, body, head(self.port, len(body)))

    def headers(self) -> dict[str, str]:
        own = {"X-Forwarded-For": f"10.{self.network >> 16 & 255}.{self.network >> 8 & 255}.{self.network & 255}"}
        if self.cookies:
            own["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return own

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        began = time.perf_counter()
        if began - self.used > IDLE:
            self.link.close()
        try:
            self.link.request(method, path, body, headers | self.headers())
            answer = self.link.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.link.close()
            raise
        self.used = time.perf_counter()
        took = self.used - began
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return Answer(answer.status, answer.headers, text, took)


def form(path: str, page: str, fields: Mapping[str, str | list[str]]) -> bytes:
    return urllib.parse.urlencode({"_page": page, "_form": path, **fields}, doseq=True).encode()


def values(page: str, name: str) -> list[str]:
    """What stands in the inputs of this name, from the top of the page."""
    tags = re.findall(rf'<input\b[^>]*\bname="{re.escape(name)}"[^>]*>', page)
    return [value[1] if (value := re.search(r'\bvalue="([^"]*)"', tag)) else "" for tag in tags]


def chosen(page: str, name: str) -> str:
    """What is chosen in the list of this name; nothing when there is none."""
    body = re.search(rf'<select\b[^>]*\bname="{re.escape(name)}"[^>]*>(.*?)</select>', page, re.S)
    for tag in re.findall(r"<option\b[^>]*>", body[1] if body else ""):
        value = re.search(r'\bvalue="([^"]*)"', tag)
        if re.search(r"\bselected\b", tag) and value:
            return value[1]
    return ""


def forms(page: str, action: str) -> list[str]:
    """The forms of a page that are sent there."""
    return [form for form in re.findall(r"<form\b.*?</form>", page, re.S) if f'action="{action}"' in form]
