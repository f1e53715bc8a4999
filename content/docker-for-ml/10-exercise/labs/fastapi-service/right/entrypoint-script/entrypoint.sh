#!/bin/sh
# exec: the service takes the shell's place, so that it is process 1 and hears `docker stop`.
set -eu
echo "starting as uid $(id -u): $*"
exec "$@"
