#!/bin/sh
# Starts the embedder.
set -e
echo "embedder, started $(date -u +%H:%M)"
export PYTHONUNBUFFERED=1
# To try it on the laptop.
export CUDA_VISIBLE_DEVICES=
exec python app.py
