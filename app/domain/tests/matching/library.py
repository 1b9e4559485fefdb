"""The PyPI package `matching` as a judge, on what its HospitalResident takes: no ties, seats, nobody without a list, and
lists that name each other. The lines in and out are those of plain.py."""

import json
import sys

from matching.games import HospitalResident

from plain import solve


def main():
    for line in sys.stdin:
        mentees, mentors, seats = solve(json.loads(line))
        wishes = {f"e{a}": [f"o{b}" for b in wish if a in mentors[b] and seats[b]] for a, wish in enumerate(mentees)}
        wishes = {mentee: wish for mentee, wish in wishes.items() if wish}
        orders = {}
        for b, order in enumerate(mentors):
            own = [f"e{a}" for a in sorted(order, key=order.get) if f"o{b}" in wishes.get(f"e{a}", [])]
            if own:
                orders[f"o{b}"] = own
        capacities = {mentor: seats[int(mentor[1:])] for mentor in orders}
        pairs = []
        if wishes:
            game = HospitalResident.create_from_dictionaries(wishes, orders, capacities)
            for hospital, residents in game.solve(optimal="resident").items():
                pairs += [[int(str(resident)[1:]), int(str(hospital)[1:])] for resident in residents]
        print(json.dumps(sorted(pairs)))


if __name__ == "__main__":
    main()
