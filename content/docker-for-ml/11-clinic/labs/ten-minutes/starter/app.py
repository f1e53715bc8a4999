"""Cuts text into the pieces that a language model counts."""

import json
import re
from pathlib import Path

from flask import Flask, jsonify, request

app = Flask(__name__)
ranks = {
    tuple(pair): rank for rank, pair in enumerate(json.loads(Path(__file__).with_name("merges.json").read_text()))
}


def cut(word: str) -> list[str]:
    parts = list(word)
    while len(parts) > 1:
        pairs = list(zip(parts, parts[1:]))
        best = min(pairs, key=lambda pair: ranks.get(pair, len(ranks)))
        if best not in ranks:
            break
        at = pairs.index(best)
        parts[at : at + 2] = ["".join(best)]
    return parts


@app.get("/health")
def health():
    return jsonify(status="ok", merges=len(ranks))


@app.post("/tokens")
def tokens():
    text = (request.get_json(silent=True) or {}).get("text")
    if not isinstance(text, str):
        return jsonify(error='send {"text": "..."}'), 422
    found = [part for word in re.findall(r"[a-z]+", text.lower()) for part in cut(word)]
    return jsonify(tokens=found, count=len(found))
