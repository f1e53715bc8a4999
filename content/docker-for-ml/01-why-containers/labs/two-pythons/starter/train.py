"""Learns how the temperature of a graphics card rises, from four measurements a second, and looks a minute ahead.

Nothing but Python is needed. The line is fitted as in any textbook: the mean of the products less the product
of the means, for slope and spread.
"""

import csv
import hashlib
import json
import platform
from pathlib import Path

LIMIT = 80.0

with Path(__file__).with_name("temperatures.csv").open(newline="") as file:
    rows = list(csv.DictReader(file))
seconds = [float(row["seconds"]) for row in rows]
degrees = [float(row["degrees"]) for row in rows]


def mean(values):
    return sum(values) / len(rows)


products = mean(second * degree for second, degree in zip(seconds, degrees))
squares = mean(second * second for second in seconds)
slope = (products - mean(seconds) * mean(degrees)) / (squares - mean(seconds) ** 2)
offset = mean(degrees) - slope * mean(seconds)

forecast = slope * (seconds[-1] + 60) + offset
model = json.dumps({"slope": slope, "offset": offset})

print(f"Python       {platform.python_version()}")
print(f"in a minute  {forecast:.1f} degrees")
print(f"slow down    {'yes' if forecast > LIMIT else 'no'}")
print(f"model        {hashlib.sha256(model.encode()).hexdigest()}")
