"""Trains the model from the wine data that ships with scikit-learn and writes it to model/wine.joblib.

    python train.py            the model that the service is meant to have
    python train.py --sample   from one row in ten: to try the script out, not to be served

The same versions of the libraries give the same model every time.
"""

import sys
from pathlib import Path

import joblib
from sklearn.datasets import load_wine
from sklearn.linear_model import LogisticRegression

import winescaler

FEATURES = ["alcohol", "flavanoids", "color_intensity", "proline"]
TARGET = Path(__file__).resolve().parent / "model" / "wine.joblib"


def main(sample: bool) -> None:
    wine = load_wine()
    columns = [wine.feature_names.index(name) for name in FEATURES]
    rows = [[float(row[column]) for column in columns] for row in wine.data]
    labels = [int(label) for label in wine.target]

    # Every fifth wine is kept back to see how good the model is on wines that it has not met.
    step = 10 if sample else 1
    training = [index for index in range(len(rows)) if index % 5 != 0][::step]
    held_out = [index for index in range(len(rows)) if index % 5 == 0]

    means, deviations = winescaler.fit([rows[index] for index in training])
    scaled = [winescaler.standardize(row, means, deviations) for row in rows]
    classifier = LogisticRegression(tol=1e-9, max_iter=10_000)
    classifier.fit([scaled[index] for index in training], [labels[index] for index in training])

    accuracy = classifier.score([scaled[index] for index in held_out], [labels[index] for index in held_out])
    TARGET.parent.mkdir(exist_ok=True)
    joblib.dump(
        {"features": FEATURES, "means": means, "deviations": deviations, "classifier": classifier}, TARGET
    )
    print(f"trained on {len(training)} wines, right on {accuracy:.0%} of {len(held_out)} others: {TARGET}")


if __name__ == "__main__":
    main(sample="--sample" in sys.argv[1:])
