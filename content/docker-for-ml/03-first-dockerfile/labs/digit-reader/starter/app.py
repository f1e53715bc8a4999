"""A service that reads one handwritten digit from a picture made of characters."""

import json
import logging
import math
import os
from pathlib import Path
from typing import Any, Optional

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from picture import to_numbers

log = logging.getLogger("uvicorn.error")
app = FastAPI(title="Digit reader")
model: Optional[dict[str, Any]] = None


class Picture(BaseModel):
    lines: list[str]


@app.on_event("startup")
def load_model() -> None:
    global model
    path = Path(os.environ.get("MODEL_PATH", Path(__file__).with_name("model.json")))
    try:
        model = json.loads(path.read_text())
    except OSError as error:
        # The service stays up without its model, so that somebody can ask it what is wrong.
        log.error("no model: %s", error)


@app.get("/health")
def health() -> dict[str, str]:
    if model is None:
        raise HTTPException(status_code=503, detail="no model")
    return {"status": "ok"}


@app.post("/read")
def read(picture: Picture) -> dict[str, Any]:
    if model is None:
        raise HTTPException(status_code=503, detail="no model")
    try:
        shades = to_numbers(picture.lines)
    except ValueError as error:
        raise HTTPException(status_code=422, detail=str(error)) from None
    scores = [
        offset + sum(weight * shade for weight, shade in zip(weights, shades))
        for weights, offset in zip(model["weights"], model["offsets"])
    ]
    shares = [math.exp(score - max(scores)) for score in scores]
    digit = shares.index(max(shares))
    return {"digit": digit, "certainty": round(shares[digit] / sum(shares), 3)}
