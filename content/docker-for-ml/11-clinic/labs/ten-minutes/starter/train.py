"""Learns from corpus.txt which letters go together, and writes it to merges.json (byte pair encoding).

Usage: train.py [how many merges]. A real tokenizer learns from gigabytes and takes as long as a coffee; this
one learns from a few pages and takes some seconds.
"""

import json
import re
import sys
from collections import Counter

MERGES = int(sys.argv[1]) if len(sys.argv) > 1 else 900


def merge(word: tuple[str, ...], pair: tuple[str, str]) -> tuple[str, ...]:
    parts: list[str] = []
    for part in word:
        if parts and (parts[-1], part) == pair:
            parts[-1] += part
        else:
            parts.append(part)
    return tuple(parts)


with open("corpus.txt", encoding="utf-8") as file:
    words = [tuple(word) for word in re.findall(r"[a-z]+", file.read().lower())]
merges: list[tuple[str, str]] = []
for _ in range(MERGES):
    pairs: Counter[tuple[str, str]] = Counter()
    for word in words:
        pairs.update(zip(word, word[1:]))
    if not pairs:
        break
    # The most frequent; of several the first in the alphabet, so that the same corpus gives the same merges.
    best = min(pairs, key=lambda pair: (-pairs[pair], pair))
    words = [merge(word, best) for word in words]
    merges.append(best)
with open("merges.json", "w", encoding="utf-8") as file:
    json.dump(merges, file)
print(f"{len(merges)} merges, the last one {''.join(merges[-1])}")
