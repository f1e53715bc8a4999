"""Loads the trained model and asks it."""

import os
from pathlib import Path
from typing import Any

import joblib
import winescaler

DEFAULT_PATH = Path(__file__).resolve().parent.parent / "model" / "wine.joblib"


class Model:
    def __init__(self, content: dict[str, Any]) -> None:
        self.features: list[str] = content["features"]
        self._means: list[float] = content["means"]
        self._deviations: list[float] = content["deviations"]
        self._classifier = content["classifier"]

    def probabilities(self, measurements: dict[str, float]) -> list[float]:
        values = [measurements[name] for name in self.features]
        scaled = winescaler.standardize(values, self._means, self._deviations)
        return [round(float(share), 6) for share in self._classifier.predict_proba([scaled])[0]]


def load_model() -> Model:
    """Reads the file that MODEL_PATH names. Raises OSError when there is none."""
    return Model(joblib.load(os.environ.get("MODEL_PATH", DEFAULT_PATH)))
