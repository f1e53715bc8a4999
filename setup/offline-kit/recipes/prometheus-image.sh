#!/bin/sh
# Extract hook of prom/prometheus: ROOT has unpacked packages. Writes a tar of what the official image has: the two
# programs, their libraries, its pages (those of Debian, which are the ones before React), busybox, and the folders.
# prometheus-image.sh ROOT TAR
set -eu
root=$1
tar=$2
keep=$root/keep

mkdir -p "$keep/bin" "$keep/etc/prometheus" "$keep/prometheus" "$keep/tmp" "$keep/usr/share" "$keep/lib64" "$keep/root" \
  "$keep/lib/x86_64-linux-gnu" "$keep/proc" "$keep/sys" "$keep/dev"
cp "$root/usr/bin/prometheus" "$root/usr/bin/promtool" "$root/bin/busybox" "$keep/bin/"
cp -L "$root/lib64/ld-linux-x86-64.so.2" "$keep/lib64/"
for library in libc.so.6 libresolv.so.2 libpthread.so.0 libdl.so.2 libm.so.6 libnss_dns.so.2 libnss_files.so.2; do
  cp -L "$root/lib/x86_64-linux-gnu/$library" "$keep/lib/x86_64-linux-gnu/"
done
for applet in $("$root/bin/busybox" --list); do
  [ -e "$keep/bin/$applet" ] || ln -s busybox "$keep/bin/$applet"
done

# Debian's program keeps its data there when nobody tells it where; the official one in the folder it works in.
mkdir -p "$keep/var/lib/prometheus"
ln -s /prometheus "$keep/var/lib/prometheus/metrics2"

# Its pages are links to libraries that other packages bring; seen from inside, because links may be absolute.
chroot "$root" /bin/busybox cp -rL /usr/share/prometheus /keep/usr/share/
# Time zones of many years, which no page loads from there.
rm -rf "$keep/usr/share/prometheus/web/static/moment-timezone/data"

cp "$root/etc/prometheus/prometheus.yml" "$keep/etc/prometheus/"
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n' > "$keep/etc/passwd"
printf 'root:x:0:\nnobody:x:65534:\n' > "$keep/etc/group"
printf 'hosts: files dns\n' > "$keep/etc/nsswitch.conf"
chown -R 65534:65534 "$keep/prometheus" "$keep/etc/prometheus"
chmod 1777 "$keep/tmp"

tar --create --file "$tar" --directory "$keep" --sort=name --numeric-owner .
rm -rf "$keep"
