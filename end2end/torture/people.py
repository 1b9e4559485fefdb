"""How a test becomes somebody: by signing up, by the mailed link, and as the admin whom the command line makes."""

import base64
import hashlib
import hmac
import html
import json
import pathlib
import re
import struct
import time
from typing import NamedTuple

from browser import Answer, Browser
from house import Red, Server

PASSWORD = "nine lamps by the shore"
SIGN_IN = "/do/identity/sign-in"
SIGN_UP = "/do/identity/sign-up"


def sign_up(browser: Browser, email: str, key: str) -> Answer:
    return browser.post(SIGN_UP, "/sign-up", {"_key": f"torture-{key}", "email": email, "password": PASSWORD})


def sign_in(browser: Browser, email: str, password: str = PASSWORD) -> Answer:
    return browser.post(SIGN_IN, "/sign-in", {"email": email, "password": password})


def must(answer: Answer, what: str, status: int = 303) -> Answer:
    if answer.status != status:
        raise Red(f"{what} was answered by {answer.status}")
    return answer


def mailbox(server: Server) -> list[tuple[str, str]]:
    """Recipient and text of the mails in the folder that takes the place of a mail server."""
    kept = (json.loads(file.read_text()) for file in pathlib.Path(server.data, "mail").glob("*.json"))
    return [(mail["to"], mail["text"]) for mail in kept]


def links(mails: list[tuple[str, str]], path: str) -> dict[str, str]:
    """The token of the link that each was sent."""
    found = ((to, re.search(path + r"([\w-]{43})", text)) for to, text in mails)
    return {to: link[1] for to, link in found if link}


def members(server: Server, names: list[str]) -> dict[str, Browser]:
    """People in good standing, signed in, each from a household of their own."""
    browsers = {f"{name}@example.org": Browser(server, 1_000 + nth) for nth, name in enumerate(names)}
    for email, browser in browsers.items():
        must(sign_up(browser, email, f"member-{email.partition('@')[0]:0>12}"), "a sign-up")
    until = time.monotonic() + 20
    while not browsers.keys() <= (tokens := links(mailbox(server), "/confirm/")).keys():
        if time.monotonic() > until:
            raise Red("no mail came to confirm the addresses")
        time.sleep(0.1)
    for email, browser in browsers.items():
        confirm(browser, tokens[email])
        must(sign_in(browser, email), "a sign-in")
    return {email.partition("@")[0]: browser for email, browser in browsers.items()}


def confirm(browser: Browser, token: str) -> None:
    fields = {"link_token": token}
    must(browser.post("/do/identity/confirm", f"/confirm/{token}", fields), "a confirmation")


def admin(server: Server, email: str = "admin@example.org") -> tuple[Browser, str]:
    """An admin, signed in with a second factor; and the password."""
    told = server.run("admin", "create", email).stdout
    password = told.partition("Password: ")[2].split()[0]
    browser = Browser(server, 999)
    must(sign_in(browser, email, password), "the admin's sign-in")
    settings = "/me/two-factor"
    must(browser.post("/do/identity/begin-two-factor", settings, {"password": password}), "setting up the second factor")
    page = html.unescape(browser.get(settings).text)
    secret = re.search(r"[?&]secret=([A-Z2-7]+)", page)
    if not secret:
        raise Red("the page of the second factor shows no secret")
    must(browser.post("/do/identity/confirm-two-factor", settings, {"code": code(secret[1])}), "the second factor")
    return browser, password


class Invented(NamedTuple):
    """One of the sample people."""

    email: str
    password: str
    # The key for an app that shows codes, for whoever has work for the association.
    key: str


def invented(server: Server) -> dict[str, Invented]:
    """Adds the sample content; its people by what they may do."""
    server.env["LANDFALL_SAMPLE"] = "1"
    told = server.run("sample", "add").stdout.partition("Sample people")[2]
    lines = [line.split() for line in told.splitlines()[1:]]
    found = {words[0]: Invented(words[1], words[2], words[-1] if len(words) > 3 else "") for words in lines if len(words) > 2}
    if not found:
        raise Red(f"the sample has no people: {told}")
    return found


def come_in(server: Server, person: Invented, network: int) -> Browser:
    """One of the sample people, signed in."""
    browser = Browser(server, network)
    must(sign_in(browser, person.email, person.password), f"the sign-in of {person.email}")
    if person.key:
        fields = {"code": code(person.key)}
        must(browser.post("/do/identity/second-factor", "/sign-in/code", fields), f"the code of {person.email}")
    return browser


def again(server: Server, browser: Browser) -> Browser:
    """The same person over a connection of their own: one of before a kill is dead."""
    return Browser(server, browser.network, browser.cookies, patience=30)


def code(secret: str) -> str:
    """The six digits an app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
