"""Where the arithmetic is done: on a GPU when one can be reached, on the processor otherwise.

Run by itself it says what it has found: python device.py
"""

import ctypes
import json
from typing import Any, Callable

try:
    import torch
except ImportError:
    torch = None


def has_driver() -> bool:
    """The driver's own library. No image has it: the host lends it when a container asks for a GPU."""
    try:
        ctypes.CDLL("libcuda.so.1")
    except OSError:
        return False
    return True


def look() -> dict[str, Any]:
    found: dict[str, Any] = {"device": "cpu", "driver": has_driver(), "torch": None, "cuda": None}
    if torch is None:
        return {**found, "because": "this image has no torch"}
    found |= {"torch": torch.__version__, "cuda": torch.version.cuda}
    if torch.version.cuda is None:
        return {**found, "because": "this torch was built without CUDA"}
    if not found["driver"]:
        return {**found, "because": "no driver in this container: the host has none, or nobody asked for a GPU"}
    if not torch.cuda.is_available():
        return {**found, "because": "torch finds no GPU: is the driver too old for this CUDA?"}
    return {**found, "device": "cuda", "because": torch.cuda.get_device_name(0)}


def make_scorer(model: dict[str, Any]) -> Callable[[list[float]], list[float]]:
    """From 64 shades to ten scores: one product of a matrix and a vector, wherever `look` says."""
    if look()["device"] == "cuda":
        weights = torch.tensor(model["weights"], device="cuda")
        offsets = torch.tensor(model["offsets"], device="cuda")
        return lambda shades: (weights @ torch.tensor(shades, device="cuda") + offsets).tolist()
    if torch is not None:
        weights, offsets = torch.tensor(model["weights"]), torch.tensor(model["offsets"])
        return lambda shades: (weights @ torch.tensor(shades) + offsets).tolist()
    import numpy

    table, shift = numpy.array(model["weights"]), numpy.array(model["offsets"])
    return lambda shades: (table @ numpy.array(shades) + shift).tolist()


if __name__ == "__main__":
    print(json.dumps(look(), indent=2))
