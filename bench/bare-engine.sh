#!/bin/bash
# The engine of a seat bare on the machine: the golden seat's files, copied on write, without the seat's user ids
# and limits. Process 1 of mount, pid and network namespaces of its own; all of it ends with this process.
# usage: bare-engine.sh ROOT CGROUP ADDRESS/PREFIX SERVICES
set -eu
root=$1 cgroup=$2 address=$3 services=$4

for hierarchy in /sys/fs/cgroup/*/; do
  [ -e "$hierarchy/cgroup.procs" ] && [ ! -L "${hierarchy%/}" ] || continue
  mkdir -p "$hierarchy/$cgroup"
  for file in cpuset.cpus cpuset.mems; do
    [ ! -e "$hierarchy/$file" ] || cat "$hierarchy/$file" > "$hierarchy/$cgroup/$file" || true
  done
done

mount --bind "$root" "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
mount -t sysfs sysfs "$root/sys"
mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"

ip link set lo up
for _ in $(seq 100); do
  ip link show eth0 > /dev/null 2>&1 && break
  sleep 0.1
done
ip address add "$address" dev eth0
ip link set eth0 up

proxy=http://$services:3128
exec env BUILDKIT_STEP_LOG_MAX_SIZE=-1 BUILDKIT_STEP_LOG_MAX_SPEED=-1 \
  PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
  chroot "$root" dockerd --cgroup-parent "/$cgroup" \
  --http-proxy "$proxy" --https-proxy "$proxy" --no-proxy "localhost,127.0.0.1,$services"
