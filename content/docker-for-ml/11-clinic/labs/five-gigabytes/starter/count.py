"""Counts which books were taken in one visit, and writes the three closest of each to neighbours.json."""

import json

import numpy as np

BOOKS, BOOKS_A_VISIT = 60, 4
together = np.zeros((BOOKS, BOOKS), dtype=np.int64)
visits = np.memmap("visits.bin", dtype="<u2", mode="r").reshape(-1, BOOKS_A_VISIT)
for start in range(0, len(visits), 1_000_000):
    some = visits[start : start + 1_000_000].astype(np.int64)
    pairs = some[:, 0] * BOOKS + some[:, 1]
    together += np.bincount(pairs, minlength=BOOKS * BOOKS).reshape(BOOKS, BOOKS)
together += together.T
np.fill_diagonal(together, 0)

closest = {}
for book in range(BOOKS):
    best = np.argsort(-together[book], kind="stable")[:3]
    closest[str(book)] = [{"book": int(other), "times": int(together[book, other])} for other in best]
with open("neighbours.json", "w") as file:
    json.dump({"visits": len(visits), "closest": closest}, file)
print(f"{BOOKS} books, {len(visits)} visits")
