"""Whether there is a GPU to use."""

import ctypes
import os

from . import version


def has_driver() -> bool:
    """The NVIDIA Container Toolkit puts the driver's library into a container that was given a GPU."""
    try:
        ctypes.CDLL("libcuda.so.1")
    except OSError:
        return False
    return os.path.exists("/dev/nvidiactl")


def is_hidden() -> bool:
    """An empty list of devices, or one that begins with -1, hides all of them."""
    if os.environ.get("NVIDIA_VISIBLE_DEVICES") in ("", "void", "none"):
        return True
    devices = os.environ.get("CUDA_VISIBLE_DEVICES")
    return devices is not None and (devices.strip() == "" or devices.strip().startswith("-1"))


def is_available() -> bool:
    return version.cuda is not None and not is_hidden() and has_driver()
