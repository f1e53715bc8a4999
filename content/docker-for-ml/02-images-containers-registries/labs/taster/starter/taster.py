"""Scores wines. `serve` answers requests, `score NAME...` writes one file for each name and ends."""

import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

MOTTO = Path("/srv/motto.txt")
DATA = Path("/data")


def score(name: str) -> float:
    """Stands for a model: the same name always gets the same score."""
    return 6 + sum(map(ord, name.lower())) % 41 / 10


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/motto":
            motto = MOTTO.read_text() if MOTTO.exists() else ""
            return self.answer({"motto": motto.strip()})
        name = parse_qs(url.query).get("wine", [""])[0]
        if url.path != "/" or name == "":
            return self.answer({"hint": "ask for /?wine=barolo"})
        print(f"tasted {name}: {score(name):.1f}", flush=True)
        self.answer({"wine": name, "score": round(score(name), 1)})

    def answer(self, value: dict) -> None:
        body = json.dumps(value).encode() + b"\n"
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """The line that do_GET prints is log enough."""


def serve() -> None:
    # The first process of a container gets no default reaction to a signal: without this line,
    # `docker stop` would wait for ten seconds and then kill it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("tasting on port 8000", flush=True)
    ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()


def write_scores(names: list[str]) -> None:
    for name in names:
        (DATA / f"{name}.txt").write_text(f"{name} {score(name):.1f}\n")
        print(f"wrote {DATA / name}.txt", flush=True)


if __name__ == "__main__":
    command, *names = sys.argv[1:] or ["serve"]
    if command == "serve":
        serve()
    elif command == "score" and names:
        write_scores(names)
    else:
        sys.exit("usage: taster.py serve | score NAME...")
