/** Debian packages that the private seat host is made of, each with what it is for. */
export const seatPackages: Readonly<Record<string, string>> = {
  "incus-base": "the seat host",
  lxcfs: "what seats see of memory and processors in /proc",
  "btrfs-progs": "copy-on-write disks of the seats",
  "dnsmasq-base": "asked for by Incus's bridges",
  nftables: "rules inside the seat host's own network",
  slirp4netns: "way out of that network, without a rule on this machine",
  socat: "way in to the seat host's API",
  mmdebstrap: "makes the seat image from Debian's packages",
  openssl: "certificate of the web process",
  iproute2: "network of the seat host",
  "util-linux": "namespaces",
};

/** What the tests need on top. */
export const testPackages: Readonly<Record<string, string>> = {
  chromium: "browser of the end-to-end tests",
};

/**
 * Oldest Incus that seats are trusted to. Older ones lack fixes for ways out of a restricted project
 * (CVE-2026-23953, newlines in environment values; CVE-2026-23954, template paths; and those up to CVE-2026-41685).
 */
export const MIN_INCUS_PACKAGE = "6.0.4-2+deb13u7~";
