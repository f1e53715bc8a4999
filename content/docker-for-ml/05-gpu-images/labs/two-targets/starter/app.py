"""A service that reads one handwritten digit, on a GPU where there is one."""

import json
import logging
import math
import os
from pathlib import Path
from typing import Any, Callable, Optional

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from device import look, make_scorer
from picture import to_numbers

log = logging.getLogger("uvicorn.error")
app = FastAPI(title="Digit reader")
score: Optional[Callable[[list[float]], list[float]]] = None


class Picture(BaseModel):
    lines: list[str]


@app.on_event("startup")
def load_model() -> None:
    global score
    path = Path(os.environ.get("MODEL_PATH", Path(__file__).with_name("model.json")))
    try:
        score = make_scorer(json.loads(path.read_text()))
    except OSError as error:
        # The service stays up without its model, so that somebody can ask it what is wrong.
        log.error("no model: %s", error)
    log.info("%s", look())


@app.get("/health")
def health() -> dict[str, str]:
    if score is None:
        raise HTTPException(status_code=503, detail="no model")
    return {"status": "ok"}


@app.get("/device")
def device() -> dict[str, Any]:
    return look()


@app.post("/read")
def read(picture: Picture) -> dict[str, Any]:
    if score is None:
        raise HTTPException(status_code=503, detail="no model")
    try:
        shades = to_numbers(picture.lines)
    except ValueError as error:
        raise HTTPException(status_code=422, detail=str(error)) from None
    scores = score(shades)
    shares = [math.exp(one - max(scores)) for one in scores]
    digit = shares.index(max(shares))
    return {"digit": digit, "certainty": round(shares[digit] / sum(shares), 3), "device": look()["device"]}
