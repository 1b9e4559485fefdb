"""Work: strangers sign up, members tell of themselves in the open and sealed, an admin grants and takes away.

Who does what is told by the writer's number, so that no two writers change the same thing.
"""

import threading
import time
import zlib

import people
import work
from browser import Browser, chosen, form, forms, values
from house import Red, Server, head

MEMBERS = 8
SAVE = "/do/identity/save-profile"
ASK = "/do/access/ask"
END = "/do/access/end"
# Those with work for the association bring a job and a mail to all staff along.
CAPABILITIES = ("mentor", "moderator", "host", "organizer", "member", "treasurer")
GAPS = ("none", "1", "2", "3-5", "6-10", "over-10")
# A score of three digits runs from 1 to this.
SCORES = 300
# A password given this long ago is given again; the server asks for it after ten minutes.
PROVED = 420
# Mails that strangers can cause within an hour; what is beyond is left out with its link, and the account is there all
# the same.
BY_STRANGERS = 500


def kind(number: int) -> str:
    return ("sign-up", "open", "grant", "sealed")[number % 4]


class Community:
    # Too many passwords at once; a grant that is there already.
    refusals = frozenset({422, 503})

    def __init__(self) -> None:
        self.members: list[Browser] = []
        self.ids: list[str] = []
        self.lock = threading.Lock()
        self.proof = threading.Lock()
        # The sealed operations of each writer, in order, and the place of each.
        self.sealed: dict[int, list[str]] = {}
        self.places: dict[str, int] = {}

    def prepare(self, server: Server) -> None:
        names = [f"person{nth}" for nth in range(MEMBERS)]
        browsers = people.members(server, names)
        self.members = [browsers[name] for name in names]
        self.admin, self.password = people.admin(server)
        self.proved_at = time.monotonic()
        rows = dict(server.query("SELECT email, public_id FROM accounts"))
        self.ids = [rows[f"{name}@example.org"] for name in names]

    def writer(self, server: Server, number: int) -> work.Writer:
        browser = self.browser(server, number)
        if kind(number) == "grant":
            return lambda op: self.grant(server, browser, number, op)

        def write(op: str) -> int:
            path, page, fields = self.request(number, op)
            if kind(number) == "sign-up":
                browser.network = household(op)
            return browser.post(path, page, fields).status

        return write

    def raw(self, server: Server, number: int, op: str) -> bytes:
        path, page, fields = self.request(number, op)
        body, browser = form(path, page, fields), self.browser(server, number)
        browser.network = household(op)
        return work.raw(path, head(server.port, len(body)) | browser.headers(), body)

    def browser(self, server: Server, number: int) -> Browser:
        whose = {"sign-up": None, "grant": self.admin}.get(kind(number), self.members[number // 2 % MEMBERS])
        return Browser(server, whose.network if whose else 0, whose.cookies if whose else {}, patience=30)

    def request(self, number: int, op: str) -> tuple[str, str, dict[str, str]]:
        match kind(number):
            case "sign-up":
                fields = {"_key": f"torture-{op}", "email": f"op-{op}@example.org", "password": people.PASSWORD}
                return people.SIGN_UP, "/sign-up", fields
            case "open":
                return SAVE, "/me/profile/you", {"step": "you", "name": words(op), "pronouns": words(op)}
            case "sealed":
                return SAVE, "/me/profile/exams", {"step": "exams"} | self.exams(number, op)
            case _:
                nth = int(op.split("-")[2])
                capability = CAPABILITIES[nth % len(CAPABILITIES)]
                person = self.ids[nth // len(CAPABILITIES) % MEMBERS]
                return ASK, f"/desk/people/{person}", {"person": person, "capability": capability, "reason": words(op)}

    def grant(self, server: Server, browser: Browser, number: int, op: str) -> int:
        """Takes away what the person has been granted, or grants something."""
        self.prove(server)
        person = self.ids[number // 4 % MEMBERS]
        here = f"/desk/people/{person}"
        page = browser.get(here)
        if page.status != 200:
            # Being sent to sign in is not what says that something was done.
            return 401 if page.status == 303 else page.status
        open_ones = forms(page.text, END)
        if open_ones:
            fields = {"grant": values(open_ones[0], "grant")[0], "person": person, "reason": words(op)}
            return browser.post(END, here, fields).status
        capability = CAPABILITIES[int(op.split("-")[2]) % len(CAPABILITIES)]
        return browser.post(ASK, here, {"person": person, "capability": capability, "reason": words(op)}).status

    def prove(self, server: Server) -> None:
        with self.proof:
            if time.monotonic() - self.proved_at > PROVED:
                again = Browser(server, self.admin.network, self.admin.cookies)
                if again.post("/do/identity/prove", "/prove", {"password": self.password}).status == 303:
                    self.proved_at = time.monotonic()

    def exams(self, number: int, op: str) -> dict[str, str]:
        """Answers that count up with each operation of a writer. Two rows, which must agree."""
        with self.lock:
            if op not in self.places:
                asked = self.sealed.setdefault(number, [])
                self.places[op] = len(asked)
                asked.append(op)
            nth = self.places[op]
        scores = {"scores_step1": nth % SCORES + 1, "scores_step2ck": nth // SCORES % SCORES + 1}
        return {name: str(score) for name, score in scores.items()} | {"gap_years": GAPS[nth % len(GAPS)]}

    def read_exams(self, server: Server, number: int) -> tuple[str, bool]:
        """The operation that the member's own page shows, and whether the page agrees with itself."""
        page = self.browser(server, number).get("/me/profile/exams")
        if page.status != 200:
            raise Red(f"a member is not let in any more: their page answered {page.status}")
        first, second = values(page.text, "scores_step1"), values(page.text, "scores_step2ck")
        gap = chosen(page.text, "gap_years")
        if first in ([], [""]):
            return "", gap == ""
        nth = int(first[0]) - 1 + (int(second[0]) - 1) * SCORES
        asked = self.sealed.get(number, [])
        op = asked[nth] if nth < len(asked) else f"nobody-{number:02}-{nth}"
        return op, gap == GAPS[nth % len(GAPS)]

    def stored(self, server: Server, asked: set[str]) -> set[str]:
        reasons = (
            "SELECT 'grant', reason, '' FROM grants UNION ALL SELECT 'grant', end_reason, '' FROM grants "
            "UNION ALL SELECT 'sign-up', email, '' FROM accounts "
            "UNION ALL SELECT 'open', value, '' FROM profile_fields WHERE field = 'name'"
        )
        there: set[str] = set()
        latest: set[str] = set()
        for what, text, _ in server.query(reasons):
            if what == "sign-up" and text.startswith("op-"):
                there.add(text[3:].partition("@")[0])
            elif text.startswith("operation "):
                (latest if what == "open" else there).add(text.split()[1])
        for number in {work.number_of(op) for op in asked if kind(work.number_of(op)) == "sealed"}:
            latest.add(self.read_exams(server, number)[0])
        for newest in latest - {""}:
            there.add(newest)
            there |= {op for op in asked if work.number_of(op) == work.number_of(newest) and op <= newest}
        return there

    def halves(self, server: Server) -> list[str]:
        found = accounts(server) + profiles(server) + grants(server)
        for number in list(self.sealed):
            op, whole = self.read_exams(server, number)
            if not whole:
                found.append(f"{op}: one sealed answer without the other")
        return found

    def again(self, op: str) -> bool:
        return kind(work.number_of(op)) == "sign-up"


def words(op: str) -> str:
    return f"operation {op}"


def household(op: str) -> int:
    return zlib.crc32(op.encode()) & 0xFFFFFF


def accounts(server: Server) -> list[str]:
    """An account comes with its key, its link, its mail and the answer that a second sending gets."""
    # One statement sees one moment: what Postgres still commits for a server that is gone appears whole or not at all.
    rows = server.query(
        "SELECT 'account', email, (SELECT count(*) FROM person_keys WHERE account_id = accounts.id), "
        "(SELECT count(*) FROM link_tokens WHERE account_id = accounts.id AND purpose = 'confirm'), "
        "(SELECT count(*) FROM mails WHERE account_id = accounts.id) FROM accounts WHERE email LIKE 'op-%' "
        "UNION ALL SELECT 'key', key, 0, 0, 0 FROM idempotency_keys WHERE action = 'identity/sign-up' AND outcome <> '' "
        "UNION ALL SELECT 'mails', '', count(*), 0, 0 FROM mails WHERE kind = 'confirm-address'"
    )
    keys = {key.removeprefix("torture-") for what, key, *_ in rows if what == "key"}
    full = any(what == "mails" and int(count) >= BY_STRANGERS for what, _, count, *_ in rows)
    found, there = [], set()
    for what, email, *counts in rows:
        if what != "account":
            continue
        op = email[3:].partition("@")[0]
        there.add(op)
        key, link, mails = map(int, counts)
        if key != 1 or link != mails or mails > 1 or not (full or mails) or op not in keys:
            found.append(f"{op}: account with {key} key, {link} link, {mails} mail, answer kept: {op in keys}")
    return found + [f"{op}: answer kept without account" for op in keys - there if not op.startswith("member-")]


def profiles(server: Server) -> list[str]:
    rows = server.query("SELECT account_id, field, value FROM profile_fields WHERE field IN ('name', 'pronouns')")
    told: dict[str, dict[str, str]] = {}
    for account, field, value in rows:
        told.setdefault(account, {})[field] = value
    return [
        f"{answers.get('name')}: beside {answers.get('pronouns')}"
        for answers in told.values()
        if answers.get("name") != answers.get("pronouns")
    ]


def grants(server: Server) -> list[str]:
    """Every step of a grant stands in the audit log, and one that waits has a job that ends the waiting."""
    rows = server.query(
        "SELECT 'log', email, (SELECT count(*) + count(ended_at) FROM grants WHERE account_id = accounts.id), "
        "(SELECT count(*) FROM audit_log WHERE action = 'ChangeGrants' AND outcome = 'done' "
        "AND object = 'person ' || pseudonym) FROM accounts WHERE email NOT LIKE 'op-%' "
        "UNION ALL SELECT 'job', reason, 1, "
        "(SELECT count(*) FROM jobs WHERE kind = 'grants.take_effect' AND payload LIKE '%' || grants.public_id || '%') "
        "FROM grants WHERE state = 'waiting'"
    )
    return [f"{whose}: {steps} steps, {kept} in the {what}" for what, whose, steps, kept in rows if steps != kept]
