"""A few kilobytes in place of a framework of gigabytes. It decides as that one does whether there is a GPU."""

from . import cuda, version

__version__ = version.__version__
