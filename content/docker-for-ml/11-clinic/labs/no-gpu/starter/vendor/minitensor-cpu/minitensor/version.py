"""This build: without CUDA."""

__version__ = "2.4.0+cpu"
cuda = None
