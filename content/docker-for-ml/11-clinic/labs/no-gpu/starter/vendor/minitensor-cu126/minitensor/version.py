"""This build: with the libraries of CUDA 12.6."""

__version__ = "2.4.0+cu126"
cuda = "12.6"
