"""Fetches the visits of the last weeks from the shop into visits.bin: 48 MB.

The shop is not in your seat. So the visits are made here, from a fixed number: the same ones every time.
Usage: fetch_visits.py [how many visits]
"""

import sys

import numpy as np

SHELVES, BOOKS_A_SHELF, BOOKS_A_VISIT = 12, 5, 4
visits = int(sys.argv[1]) if len(sys.argv) > 1 else 6_000_000

dice = np.random.default_rng(1952)
with open("visits.bin", "wb") as file:
    for start in range(0, visits, 1_000_000):
        count = min(1_000_000, visits - start)
        shelf = dice.integers(SHELVES, size=(count, 1))
        # Of the shelf's five books some are taken more often than others.
        place = np.minimum(dice.geometric(0.4, size=(count, BOOKS_A_VISIT)) - 1, BOOKS_A_SHELF - 1)
        # Now and then a hand reaches for the shelf beside it.
        strays = dice.random((count, BOOKS_A_VISIT)) < 0.1
        books = ((shelf + strays) % SHELVES) * BOOKS_A_SHELF + place
        file.write(books.astype("<u2").tobytes())
print(f"{visits} visits")
