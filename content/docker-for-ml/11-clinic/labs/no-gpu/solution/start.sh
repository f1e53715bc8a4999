#!/bin/sh
# Starts the embedder.
set -e
echo "embedder, started $(date -u +%H:%M)"
export PYTHONUNBUFFERED=1
exec python app.py
