"""Asks OpenMP how many threads there are, as LightGBM and XGBoost do when they are imported."""

import ctypes

# The wheel of such a library does not bring this one along: it expects it on the machine.
_openmp = ctypes.CDLL("libgomp.so.1")


def threads() -> int:
    return int(_openmp.omp_get_max_threads())
