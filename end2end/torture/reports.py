"""Work: people report problems. Each report and its idempotency key are one transaction."""

import http.client
import json
import urllib.parse

import work
from house import Server, head

ACTION = "/do/moderation/report"


class Reports:
    refusals: frozenset[int] = frozenset()

    def prepare(self, server: Server) -> None:
        """Reporting needs nothing."""

    def writer(self, server: Server, number: int) -> work.Writer:
        link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

        def write(op: str) -> int:
            body = fields(op)
            try:
                link.request("POST", ACTION, body, head(server.port, len(body)))
                answer = link.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                link.close()
                raise
            return answer.status

        return write

    def raw(self, server: Server, number: int, op: str) -> bytes:
        body = fields(op)
        return work.raw(ACTION, head(server.port, len(body)), body)

    def stored(self, server: Server, asked: set[str]) -> set[str]:
        return {row[0].split()[1] for row in server.query("SELECT details FROM reports")}

    def halves(self, server: Server) -> list[str]:
        """The report without its key, or the key without its report, or two reports."""
        # One statement sees one moment: what Postgres still commits for a server that is gone appears whole or not at all.
        both = "SELECT 'report', public_id, details FROM reports UNION ALL SELECT 'key', key, outcome FROM idempotency_keys"
        reports, keys, seen = {}, {}, set()
        found = []
        for half, name, words in server.query(both):
            if half == "report":
                op = words.split()[1]
                if op in seen:
                    found.append(f"{op}: two reports")
                seen.add(op)
                reports[name] = op
            else:
                keys[name.removeprefix("torture-")] = json.loads(words)["id"] if words else ""
        found += [f"{op}: report without key" for public, op in reports.items() if keys.get(op) != public]
        return found + [f"{op}: key without report" for op, public in keys.items() if public not in reports]

    def again(self, op: str) -> bool:
        return True


def fields(op: str) -> bytes:
    """The form of one report; its operation stands in the details and makes the key."""
    return urllib.parse.urlencode({
        "page": "/events",
        "what": "something-else",
        "details": f"operation {op} of the torture test",
        "_key": f"torture-{op}",
        "_page": "/report",
        "_form": ACTION,
    }).encode()
