"""Learns to read digits from the 1797 scanned ones that come with scikit-learn, and writes model.json.

The model is 640 weights and 10 offsets: whoever has them can read digits without scikit-learn.
"""

import json
from pathlib import Path

import pandas
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

digits = load_digits()
# The scans have 17 shades of grey; a picture in text has five.
pictures = (digits.data / 4).round()
training = [index for index in range(len(pictures)) if index % 4]
kept_back = [index for index in range(len(pictures)) if index % 4 == 0]

reader = LogisticRegression(C=0.1, tol=1e-6, max_iter=2000)
reader.fit(pictures[training], digits.target[training])

guesses = reader.predict(pictures[kept_back])
table = pandas.crosstab(digits.target[kept_back], guesses, rownames=["written"], colnames=["read as"])
right = (guesses == digits.target[kept_back]).mean()
print(f"{table}\nright for {right:.1%} of {len(kept_back)} digits that it had not seen")

model = {"weights": reader.coef_.round(6).tolist(), "offsets": reader.intercept_.round(6).tolist()}
Path(__file__).with_name("model.json").write_text(json.dumps(model))
