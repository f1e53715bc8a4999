#!/bin/bash
# Process 1 of the private seat host, in mount, pid and network namespaces of its own: when it dies, the kernel
# ends the daemon and every seat, and drops their mounts, bridges, rules and loop devices with the namespaces.
# usage: inside.sh DIRECTORY GROUP CGROUP CONFINE [ADDRESS]
set -eu
directory=$1 group=$2 cgroup=$3 confine=$4 address=${5:-}
export INCUS_DIR=$directory/incus INCUS_LXC_TEMPLATE_CONFIG=$directory/lxc PATH=/usr/libexec/incus:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Under cgroup v1 all of it goes below one folder, which is easy to remove afterwards. Under v2 enter-cgroup.sh has
# made a group for us. It becomes the root of what we see; in it, processes stand in the leaf that LXC leaves out
# when it looks for the group that its own belong below.
if [ -n "${SEATS_CGROUP:-}" ]; then
  if [ -z "${SEATS_ROOTED:-}" ]; then
    echo $$ > "$SEATS_CGROUP/cgroup.procs"
    SEATS_ROOTED=yes exec unshare --cgroup bash "$0" "$@"
  fi
elif [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
  for hierarchy in /sys/fs/cgroup/*/; do
    [ -w "$hierarchy/cgroup.procs" ] && [ ! -L "${hierarchy%/}" ] || continue
    mkdir -p "$hierarchy/$cgroup"
    for file in cpuset.cpus cpuset.mems; do
      [ ! -e "$hierarchy/$file" ] || cat "$hierarchy/$file" > "$hierarchy/$cgroup/$file"
    done
    echo $$ > "$hierarchy/$cgroup/cgroup.procs"
  done
fi

# Ids for the seats, without a change to the machine's own files.
for file in subuid subgid; do
  [ -e /etc/$file ] || touch /etc/$file
  mount --bind "$directory/subid" /etc/$file
done

# /sys shows the network of the namespace it was mounted in, and Incus reads its bridges there.
if [ -n "${SEATS_CGROUP:-}" ]; then
  mount -t sysfs sysfs /sys
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  mkdir -p /sys/fs/cgroup/init.scope
  echo $$ > /sys/fs/cgroup/init.scope/cgroup.procs
  for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo "+$controller" > /sys/fs/cgroup/cgroup.subtree_control || true
  done
else
  mkdir -p "$directory/cgroup"
  mount --rbind /sys/fs/cgroup "$directory/cgroup"
  mount -t sysfs sysfs /sys
  mount --rbind "$directory/cgroup" /sys/fs/cgroup
  umount -R "$directory/cgroup"
fi
# Where the kernel has AppArmor, Incus puts a profile of its own around each seat, which it loads here.
[ ! -d /sys/kernel/security ] || mount -t securityfs securityfs /sys/kernel/security 2> /dev/null || true

ip link set lo up
# A member of a cluster is known to the others by the machine's address, so the daemon must have it to listen on.
[ -z "$address" ] || ip address add "$address/32" dev lo
# Frames between ports of a bridge are judged by the bridge's own rules, not a second time as forwarded packets.
modprobe -q -a br_netfilter overlay nf_tables 2> /dev/null || true
# (Incus wants the switch for IPv6 to be on, and no IPv6 frame passes either way.)
setting=/proc/sys/net/bridge/bridge-nf-call-iptables
[ ! -w $setting ] || echo 0 > $setting
# Nothing outside is asked by name from in here, except by the services instance through its own resolver.
: > "$directory/resolv.conf"
mount --bind "$directory/resolv.conf" "$(readlink -f /etc/resolv.conf)" || true

# What seats see in /proc of memory, processors and time is their own (mount-proc.sh). One that ends is started again,
# for the seats that start after it.
lxcfs=$directory/lxcfs
mkdir -p "$lxcfs"
(while command -v lxcfs > /dev/null; do
  lxcfs -f --enable-cfs --enable-loadavg "--pidfile=$directory/lxcfs.pid" "$lxcfs" > "$directory/lxcfs.log" 2>&1 &
  running=$!
  until mountpoint -q "$lxcfs" || ! kill -0 "$running" 2> /dev/null; do sleep 0.1; done
  # LXCFS writes to the machine's /sys with root's rights, whoever asks it to. Read-only here is read-only in every seat,
  # where the kernel lets nobody take that back.
  mount -o remount,bind,ro "$lxcfs" || kill "$running" || true
  wait "$running" || true
  umount -l "$lxcfs" 2> /dev/null || true
  sleep 1
done) &
for attempt in $(seq 50); do
  command -v lxcfs > /dev/null && ! grep -qF " $lxcfs ro," /proc/self/mountinfo || break
  sleep 0.1
done

# The daemon and all that it starts live behind a filter of kernel calls (kernel-calls.ts).
perl "$confine" "$directory/calls.bpf" incusd --group root --logfile "$directory/incus.log" > "$directory/incus.out" 2>&1 &
daemon=$!
# The web process lives in the machine's network; this socket is its only way to the API in here.
rm -f "$directory/incus.sock"
socat "UNIX-LISTEN:$directory/incus.sock,fork,mode=660,group=$group,backlog=128" "TCP:${address:-127.0.0.1}:8443" &
# The seats have been stopped when this comes, so the daemon has nothing to do but to close its database.
trap 'kill -TERM $daemon' TERM
wait $daemon || wait $daemon
