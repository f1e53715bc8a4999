#!/bin/sh
set -e
export PYTHONUNBUFFERED=1
# The first one, unless whoever starts the container says otherwise.
export CUDA_VISIBLE_DEVICES="${CUDA_VISIBLE_DEVICES:-0}"
exec python app.py
