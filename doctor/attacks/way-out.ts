import { fileURLToPath } from "node:url";
import { runCommand } from "../../setup/run-command.ts";
import { findWayOut, setCommands } from "../../setup/seat-host/way-out.ts";
import type { Attack } from "../attack.ts";
import { judgeClaims } from "../judge.ts";
import { perl } from "./scripts.ts";

/*
 * The services taken over: what their instance reaches by itself, past its proxy. Tried in a copy of the seat host's
 * network, because the real way out would lead to real addresses: three namespaces for services, seat host and the
 * world around, with the very rules of the seat host in the middle. The world is a few listeners of the doctor's.
 */

const rules = fileURLToPath(new URL("../../setup/seat-host/rules.nft", import.meta.url));
const PUBLIC = "203.0.113.7";
/** A mirror inside somebody's network that the settings name. */
const MIRROR = { address: "10.9.9.9", port: 3142 };
const OWN_NETWORK = "198.51.100.77";
const INSIDE = [
  ...["169.254.169.254", "10.9.9.9", "172.16.3.3", "172.31.255.1", "192.168.7.7", "100.64.0.5", "198.18.0.9"],
  ...["192.0.0.8", "10.0.2.2", "10.0.2.3"],
];
const PORTS = [22, 80, 3142];

/** Listens on every port of every address; the kernel answers for it, so that a busy machine loses none. */
const LISTEN = `use Socket; my @all; for my $port (${[...PORTS, 53].join(", ")}) {
  socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!; bind($s, sockaddr_in($port, INADDR_ANY)) or die $!;
  listen($s, 128) or die $!; push @all, $s } $| = 1; print "ready\n"; sleep 100`;
/** Tries all of them at once for some seconds, and prints those that answer. */
const CONNECT = `use Socket; use Fcntl; my %open; my $end = time + 10;
  for my $one (qw(${[PUBLIC, OWN_NETWORK, ...INSIDE].join(" ")})) { for my $port (${[...PORTS, 53].join(", ")}) {
    socket(my $s, PF_INET, SOCK_STREAM, 0) or die $!; fcntl($s, F_SETFL, O_NONBLOCK) or die $!;
    connect($s, sockaddr_in($port, inet_aton($one))); $open{"$one:$port"} = $s } }
  while (%open && time < $end) { my $w = ""; vec($w, fileno($_), 1) = 1 for values %open; my $ready = $w;
    select(undef, $ready, undef, 0.5) > 0 or next;
    for my $name (keys %open) { my $s = $open{$name}; next unless vec($ready, fileno($s), 1);
      print "$ARGV[0] $name\n" if unpack("i", getsockopt($s, SOL_SOCKET, SO_ERROR)) == 0; delete $open{$name} } }`;

/** Ends with its last process, in a process namespace of its own. */
const WORLD = `set -e; rules=$1; sets=$2
ip link set lo up
unshare --net sleep 100 & a=$!
unshare --net sleep 100 & c=$!
for p in $a $c; do for i in $(seq 100); do [ "$(readlink /proc/$p/ns/net)" != "$(readlink /proc/self/ns/net)" ] && [ "$(cat /proc/$p/comm)" = sleep ] && break; sleep 0.1; done; done
A="nsenter --target $a --net"; C="nsenter --target $c --net"
ip link add drydock-out type veth peer name eth1 netns $a
ip link add tap0 type veth peer name world netns $c
ip address add 10.79.0.1/24 dev drydock-out; ip link set drydock-out up
ip address add 10.0.2.100/24 dev tap0; ip link set tap0 up
echo 1 > /proc/sys/net/ipv4/ip_forward
ip route add default via 10.0.2.2
$A ip link set lo up; $A ip address add 10.79.0.2/24 dev eth1; $A ip link set eth1 up; $A ip route add default via 10.79.0.1
$C ip link set lo up; $C ip address add 10.0.2.2/24 dev world; $C ip link set world up; $C ip route add 10.79.0.0/24 via 10.0.2.100
$C ip address add 10.0.2.3/24 dev world
for one in ${[PUBLIC, OWN_NETWORK, ...INSIDE].join(" ")}; do $C ip address add $one/32 dev lo 2>/dev/null || true; done
ready=$(mktemp); $C ${perl(LISTEN)} > $ready & until [ -s $ready ]; do sleep 0.1; done; rm $ready
try() { $A ${perl(CONNECT)} "$1"; }
try open
nft --file "$rules"; nft "$sets"
try walled
kill $a $c $(jobs -p) 2> /dev/null || true`;

export const wayOut: readonly Attack[] = [
  {
    id: "services/way-out",
    title:
      "From a services instance that was taken over: the cloud's metadata, private networks, the machine's own, odd ports",
    from: "a services instance",
    expects:
      "It reaches public addresses on the ports of the web, and what the settings name, each by its port.",
    seconds: 120,
    run: async ({ machine }) => {
      if (machine === null)
        return {
          skipped: "a copy of the way out can only be put up by root on the machine of the seat host",
        };
      const open = await findWayOut(
        { configured: [{ host: "mirror.test", port: MIRROR.port, way: "plain" }] },
        () => Promise.resolve([MIRROR.address]),
      );
      const said = await runCommand("unshare", [
        ...["--net", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc"],
        ...["sh", "-c", WORLD, "sh", rules, setCommands(open, [`${OWN_NETWORK}/24`])],
      ]);
      const reached = (which: string) =>
        said
          .split("\n")
          .flatMap((line) => (line.startsWith(`${which} `) ? [line.slice(which.length + 1)] : []));
      const allowed = [
        ...[80, MIRROR.port].map((port) => `${PUBLIC}:${port}`),
        `${MIRROR.address}:${MIRROR.port}`,
        "10.0.2.3:53",
      ];
      const [before, after] = [reached("open"), reached("walled")];
      const all = [PUBLIC, OWN_NETWORK, ...INSIDE].length * (PORTS.length + 1);
      const through = after.filter((one) => !allowed.includes(one));
      // The seat host that serves now has the same walls.
      const there = await machine.inNetwork(["nft", "list", "table", "inet", "drydock"]);
      return judgeClaims(
        {
          [through.length === 0 ? "nothing else does" : `nothing else does (${through.join(", ")})`]:
            through.length === 0,
          "the seat host that is up has these rules in force":
            /set inside/.test(there) &&
            /ip daddr @inside reject/.test(there) &&
            /ip daddr @machine reject/.test(there),
        },
        {
          [`without the rules all ${all} listeners of the doctor's answer`]: before.length === all,
          "with them what is allowed still does": allowed.every((one) => after.includes(one)),
        },
      );
    },
  },
];
