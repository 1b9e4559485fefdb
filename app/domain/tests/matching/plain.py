"""Deferred acceptance in plain Python, with the lottery, from the description in app/domain/src/matching/mod.rs.

Reads inputs of a match from standard input, one line of JSON each, and prints the pairs of each on one line of JSON.
The function is also what the bench measures beside the engine.
"""

import hashlib
import heapq
import json
import sys


def deferred_acceptance(mentees, mentors, seats):
    """mentees: for each a list of mentors, best first. mentors: for each a dict from mentee to place. Returns mentor or None."""
    held = [[] for _ in mentors]
    nexts = [0] * len(mentees)
    partner = [None] * len(mentees)
    free = list(range(len(mentees)))
    while free:
        mentee = free.pop()
        wishes = mentees[mentee]
        while nexts[mentee] < len(wishes):
            mentor = wishes[nexts[mentee]]
            nexts[mentee] += 1
            place = mentors[mentor].get(mentee)
            if place is None:
                continue
            heap = held[mentor]
            if len(heap) < seats[mentor]:
                heapq.heappush(heap, (-place, mentee))
                partner[mentee] = mentor
                break
            if heap and -heap[0][0] > place:
                _, out = heapq.heapreplace(heap, (-place, mentee))
                partner[mentee] = mentor
                partner[out] = None
                free.append(out)
                break
    return partner


def hashed(*parts):
    return hashlib.sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts)).digest()


def solve(said):
    seed = bytes.fromhex(said["seed"])

    def ticket(person):
        return hashed(b"landfall lottery ticket", seed, person["draw"].encode())[:16], person["draw"]

    tickets = {side: {person["id"]: ticket(person) for person in said[side]} for side in ("mentees", "mentors")}

    def strict(person, side):
        return [int(who) for tie in person["ranks"] for who in sorted(tie, key=tickets[side].get)]

    mentees = [strict(person, "mentors") for person in said["mentees"]]
    mentors = [{who: place for place, who in enumerate(strict(person, "mentees"))} for person in said["mentors"]]
    return mentees, mentors, [person["seats"] for person in said["mentors"]]


def main():
    for line in sys.stdin:
        partner = deferred_acceptance(*solve(json.loads(line)))
        print(json.dumps([[mentee, mentor] for mentee, mentor in enumerate(partner) if mentor is not None]))


if __name__ == "__main__":
    main()
