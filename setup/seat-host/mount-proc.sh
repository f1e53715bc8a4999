#!/bin/sh
# LXC runs this while it mounts an instance: files of /proc that speak of the whole machine are covered by LXCFS's,
# which speak of the instance, and the kernel's command line by an empty one.
here=${0%/*}
root=$(readlink -f "$LXC_ROOTFS_MOUNT")
for file in "${here%/*}"/lxcfs/proc/* "$here/cmdline"; do
  name=${file##*/}
  [ ! -e "$file" ] || [ ! -e "$root/proc/$name" ] || mount -n --bind "$file" "$root/proc/$name"
done
cpus=${here%/*}/lxcfs/sys/devices/system/cpu
[ ! -e "$cpus/online" ] || mount -n --bind "$cpus" "$root/sys/devices/system/cpu"
exit 0
