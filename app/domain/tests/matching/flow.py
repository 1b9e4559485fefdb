"""The largest total fit and the most people placed, by the flows of least cost of or-tools.

Reads the lines that plain.py reads, with the fits of mentees, and prints for each [[total fit, people placed] where the total
is the largest, and of those with it most are placed; the same where most people are placed, and of those the total is the
largest].
"""

import json
import sys

from ortools.graph.python import min_cost_flow


def acceptable(said):
    """For each pair who accept each other: mentee, mentor, fit."""
    theirs = [{int(who) for tie in person["ranks"] for who in tie} for person in said["mentors"]]
    for mentee, person in enumerate(said["mentees"]):
        for tie, fits in zip(person["ranks"], person["fits"], strict=True):
            for who, fit in zip(tie, fits, strict=True):
                if mentee in theirs[int(who)]:
                    yield mentee, int(who), fit


def best(mentees, seats, pairs, gain):
    """The largest sum of `gain` over the pairs, each mentee once and each mentor up to the seats."""
    flow = min_cost_flow.SimpleMinCostFlow()
    sink = mentees + len(seats)
    for mentee, mentor, fit in pairs:
        flow.add_arc_with_capacity_and_unit_cost(mentee, mentees + mentor, 1, -gain(fit))
    for mentor, room in enumerate(seats):
        flow.add_arc_with_capacity_and_unit_cost(mentees + mentor, sink, room, 0)
    for mentee in range(mentees):
        # Who stays alone costs nothing.
        flow.add_arc_with_capacity_and_unit_cost(mentee, sink, 1, 0)
        flow.set_node_supply(mentee, 1)
    flow.set_node_supply(sink, -mentees)
    assert flow.solve() == flow.OPTIMAL
    return -flow.optimal_cost()


def values(said):
    pairs, seats = list(acceptable(said)), [person["seats"] for person in said["mentors"]]
    mentees = len(said["mentees"])
    # One number holds both: no sum of the lesser one reaches the weight of the greater.
    many, much = mentees + 1, sum(fit for *_, fit in pairs) + 1
    total, placed = divmod(best(mentees, seats, pairs, lambda fit: fit * many + 1), many)
    most, rest = divmod(best(mentees, seats, pairs, lambda fit: fit + much), much)
    return [[total, placed], [rest, most]]


def main():
    for line in sys.stdin:
        said = json.loads(line)
        print(json.dumps(values(said) if said["mentees"] else [[0, 0], [0, 0]]))


if __name__ == "__main__":
    main()
