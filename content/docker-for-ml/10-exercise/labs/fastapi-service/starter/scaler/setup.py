from setuptools import Extension, setup

setup(ext_modules=[Extension("winescaler", ["winescaler.c"])], py_modules=[])
