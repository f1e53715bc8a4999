"""Reads a handwritten digit, keeps each reading in PostgreSQL, and counts for Prometheus."""

import json
import math
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

import store
from picture import to_numbers

PREDICTIONS = Counter("predictions_total", "Readings that were answered and kept.")
UNSAVED = Counter("predictions_unsaved_total", "Readings that were refused because the database did not answer.")

app = FastAPI(title="Digit log")
model: dict[str, Any] = json.loads(Path(__file__).with_name("model.json").read_text())
# At the start, once: without a database the process ends here, and its log says why.
engine = store.open_store()


class Picture(BaseModel):
    lines: list[str]


@app.exception_handler(OperationalError)
def no_database(_: Request, error: OperationalError) -> JSONResponse:
    reason = str(error.orig).strip().splitlines()[0]
    return JSONResponse(status_code=503, content={"detail": f"the database does not answer: {reason}"})


@app.get("/health")
def health() -> dict[str, str]:
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return {"status": "ok"}


@app.get("/metrics")
def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


@app.get("/readings")
def readings() -> dict[str, Any]:
    return store.newest(engine)


@app.post("/read")
def read(picture: Picture) -> dict[str, Any]:
    try:
        shades = to_numbers(picture.lines)
    except ValueError as error:
        raise HTTPException(status_code=422, detail=str(error)) from None
    digit, certainty = recognise(shades)
    try:
        number = store.save(engine, digit, certainty)
    except OperationalError:
        UNSAVED.inc()
        raise
    PREDICTIONS.inc()
    return {"id": number, "digit": digit, "certainty": certainty}


def recognise(shades: list[float]) -> tuple[int, float]:
    scores = [
        offset + sum(weight * shade for weight, shade in zip(weights, shades))
        for weights, offset in zip(model["weights"], model["offsets"])
    ]
    shares = [math.exp(score - max(scores)) for score in scores]
    digit = shares.index(max(shares))
    return digit, round(shares[digit] / sum(shares), 3)
