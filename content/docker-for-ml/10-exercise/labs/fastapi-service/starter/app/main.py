"""Tells from four measurements which of three cultivars a wine was made from."""

import logging
import os
from typing import Optional

from fastapi import FastAPI, HTTPException, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from app.model import Model, load_model
from app.schemas import Prediction, Wine

log = logging.getLogger("uvicorn.error")

app = FastAPI(title="Wine cultivars")
# One Prometheus may watch many services like this one; the prefix tells them apart.
prefix = os.environ.get("METRICS_PREFIX", "")
predictions = Counter("predictions", "Predictions that were answered", namespace=prefix)
seconds = Histogram("prediction_seconds", "Time that one prediction took", namespace=prefix)

model: Optional[Model] = None


@app.on_event("startup")
def start() -> None:
    # A service without its model still answers, so that somebody can ask it what is wrong.
    global model
    try:
        model = load_model()
    except Exception as error:
        log.error("the model could not be loaded: %s", error)


@app.get("/health")
def health() -> dict[str, str]:
    if model is None:
        raise HTTPException(status_code=503, detail="the model could not be loaded")
    return {"status": "ok"}


@app.post("/predict", response_model=Prediction)
def predict(wine: Wine) -> Prediction:
    if model is None:
        raise HTTPException(status_code=503, detail="the model could not be loaded")
    with seconds.time():
        shares = model.probabilities(wine.dict())
    predictions.inc()
    return Prediction(cultivar=shares.index(max(shares)), probabilities=shares)


@app.get("/metrics")
def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
