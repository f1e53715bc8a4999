#!/bin/sh
# Last steps of a stock Debian's disk: a network, a name, a user who may sudo and is reached by a key.
# usage: prepare-disk.sh ROOT WORK
set -eu
root=$1 work=$2
echo '/dev/vda / ext4 defaults,noatime 0 1' > "$root/etc/fstab"
echo classroom > "$root/etc/hostname"
printf '127.0.0.1 localhost\n127.0.1.1 classroom\n::1 localhost ip6-localhost\n' > "$root/etc/hosts"
printf '[Match]\nName=en* eth*\n[Network]\nDHCP=yes\n' > "$root/etc/systemd/network/80-dhcp.network"
chroot "$root" systemctl enable systemd-networkd systemd-resolved systemd-timesyncd ssh > /dev/null 2>&1
ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
: > "$root/etc/machine-id"
# What the machine that boots it has of its own: apt's options and certificates.
cp "$work/apt.conf" "$root/etc/apt/apt.conf.d/90machine"
cp "$work"/certificates/*.crt "$root/usr/local/share/ca-certificates/" 2> /dev/null || true
chroot "$root" update-ca-certificates > /dev/null 2>&1
chroot "$root" useradd --create-home --shell /bin/bash teacher
echo 'teacher ALL=(ALL) NOPASSWD: ALL' > "$root/etc/sudoers.d/teacher"
chmod 440 "$root/etc/sudoers.d/teacher"
mkdir -p "$root/home/teacher/.ssh"
cp "$work/teacher.key.pub" "$root/home/teacher/.ssh/authorized_keys"
chmod 700 "$root/home/teacher/.ssh"
chroot "$root" chown -R teacher:teacher /home/teacher
