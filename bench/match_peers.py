"""Solves the instance that the example match_speed wrote, by plain Python and by or-tools; prints one line of JSON.

Usage: match_peers.py FILE stable|fit. Times are microseconds, medians of three. What a program needs before it can begin
(dicts of places here, arrays of arcs there) is timed apart as `build`.
"""

import json
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "app" / "domain" / "tests" / "matching"))


def read(file):
    lines = pathlib.Path(file).read_text().split("\n")
    mentees, mentors, seats = map(int, lines[0].split())
    rows = [list(map(int, line.split())) for line in lines[1 : 1 + 2 * mentees + mentors]]
    return seats, rows[:mentees], rows[mentees : 2 * mentees], rows[2 * mentees :]


def timed(work):
    took, answer = [], None
    for _ in range(3):
        began = time.perf_counter()
        answer = work()
        took.append((time.perf_counter() - began) * 1e6)
    return round(statistics.median(took)), answer


def stable(seats, wishes, fits, orders):
    from plain import deferred_acceptance

    build, places = timed(lambda: [{who: place for place, who in enumerate(order)} for order in orders])
    took, partner = timed(lambda: deferred_acceptance(wishes, places, [seats] * len(orders)))
    pairs = [(mentee, mentor) for mentee, mentor in enumerate(partner) if mentor is not None]
    fit = sum(fits[mentee][wishes[mentee].index(mentor)] for mentee, mentor in pairs)
    mark = sum((mentee + 1) * (mentor + 1) for mentee, mentor in pairs)
    return {"build": build, "microseconds": took, "placed": len(pairs), "fit": fit, "mark": mark}


def fit(seats, wishes, fits, orders):
    import numpy
    from ortools.graph.python import min_cost_flow

    mentees, mentors = len(wishes), len(orders)
    sink = mentees + mentors
    alone, desks = numpy.arange(mentees), numpy.arange(mentees, sink)
    start = numpy.concatenate([numpy.repeat(alone, [len(wish) for wish in wishes]), alone, desks])
    end = numpy.concatenate([numpy.concatenate([numpy.array(wish) for wish in wishes]) + mentees, numpy.full(mentees + mentors, sink)])
    room = numpy.concatenate([numpy.ones(len(start) - mentors, int), numpy.full(mentors, seats)])
    cost = numpy.concatenate([-numpy.concatenate([numpy.array(one) for one in fits]), numpy.zeros(mentees + mentors, int)])

    def built():
        flow = min_cost_flow.SimpleMinCostFlow()
        flow.add_arcs_with_capacity_and_unit_cost(start, end, room, cost)
        flow.set_nodes_supplies(alone, numpy.ones(mentees, int))
        flow.set_node_supply(sink, -mentees)
        return flow

    build, flow = timed(built)
    took = []
    for _ in range(3):
        flow = built()
        began = time.perf_counter()
        assert flow.solve() == flow.OPTIMAL
        took.append((time.perf_counter() - began) * 1e6)
    return {"build": build, "microseconds": round(statistics.median(took)), "fit": -flow.optimal_cost()}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(json.dumps({"stable": stable, "fit": fit}[sys.argv[2]](*read(sys.argv[1]))))
