"""python -m minitensor.collect_env: what to look at first when something is not found."""

import os

from . import cuda, version


def collect() -> dict[str, object]:
    return {
        "minitensor": version.__version__,
        "built with CUDA": version.cuda or "no",
        "CUDA_VISIBLE_DEVICES": os.environ.get("CUDA_VISIBLE_DEVICES", "not set"),
        "NVIDIA_VISIBLE_DEVICES": os.environ.get("NVIDIA_VISIBLE_DEVICES", "not set"),
        "driver in this container": "yes" if cuda.has_driver() else "no",
        "a GPU to use": "yes" if cuda.is_available() else "no",
    }


if __name__ == "__main__":
    for name, value in collect().items():
        print(f"{name + ':':26}{value!r}")
