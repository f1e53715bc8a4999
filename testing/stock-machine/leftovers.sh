#!/bin/bash
# What is on this machine that Drydock could have put there, one line each: for a comparison before and after.
{
  ps -eo user:20,args --no-headers |
    grep -E 'incusd|dnsmasq|slirp4netns|dockerd|containerd|squid|nginx|postgres|socat|server/main|setup/(start|hold|holder)|^(drydock|[0-9]{7,}) ' |
    grep -v -E 'grep|leftovers' | sed 's/^/process /'
  cut -d' ' -f1-3 /proc/mounts | grep -v -E ' (/run/user/|/proc/sys/fs/binfmt_misc|/run/credentials/|/tmp/systemd-private)' | sed 's/^/mount /'
  losetup --list --noheadings --output NAME,BACK-FILE 2> /dev/null | sed 's/^/loop /'
  ip -o link | cut -d: -f2 | sed 's/^/interface/'
  nft list ruleset 2> /dev/null | sed 's/^/nft /'
  ip netns list | sed 's/^/netns /'
  find /sys/fs/cgroup -type d | grep -E 'lxc|incus|drydock' | sed 's/^/cgroup /'
  grep -h -E 'incus|drydock' /sys/kernel/security/apparmor/profiles 2> /dev/null | sed 's/^/apparmor /'
  ss -Hltn | awk '{ print "listener " $4 }'
  ls -d /run/drydock* 2> /dev/null | sed 's/^/run /'
  systemctl list-units --all --plain --no-legend 'drydock*' | awk '{ print "unit " $1 " " $3 }'
  sysctl -a 2> /dev/null | grep -E '^(net.ipv4.ip_forward|net.ipv4.conf.all|net.ipv6.conf.all|net.bridge|kernel.keys|kernel.apparmor|kernel.unprivileged|fs.inotify|vm.max_map|user.max)' | sed 's/^/setting /'
} | sort -u
