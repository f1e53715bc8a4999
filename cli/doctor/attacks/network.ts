import { createServer, type AddressInfo } from "node:net";
import type { Attack, Verdict } from "../attack.ts";
import { say, sh, type AnySeat, type Ground } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import type { Listener, Machine } from "../machine.ts";
import { layout } from "../../../setup/seat-host/layout.ts";
import { perl } from "./scripts.ts";

const from = "a seat's root";
const BRIDGE = layout.seatBridgeAddress.split("/")[0] ?? "";
const NO_MACHINE =
  "a listener beside the seats can only be put up by root on the machine of the seat host (sudo npm run doctor)";

export const addressOf = (seat: AnySeat) =>
  say(seat, "ip -4 -o address show dev eth0 | awk '{ print $4 }' | cut -d/ -f1 | head -n 1");

/** Every way that a seat could try to a listener of the doctor's; prints what came back. */
const ways = ({ address, port }: Pick<Listener, "address" | "port">) => `
reach() { timeout 4 socat -T3 - TCP:${address}:${port},connect-timeout=2 < /dev/null 2>&1; }
reach
ip route replace ${address}/32 via ${BRIDGE} dev eth0 onlink 2>/dev/null && reach; ip route del ${address}/32 2>/dev/null
ip route replace ${address}/32 dev eth0 2>/dev/null && reach; ip route del ${address}/32 2>/dev/null
ip route replace ${address}/32 via ${layout.servicesAddress} dev eth0 2>/dev/null && reach; ip route del ${address}/32 2>/dev/null
curl -s -m 5 -w ' proxy says %{http_code}' --proxy http://${layout.servicesAddress}:${layout.proxyPort} http://${address}:${port}/
curl -s -m 5 -p -w ' tunnel %{http_connect}' --proxy http://${layout.servicesAddress}:${layout.proxyPort} http://${address}:${port}/
true`;

async function unreached(
  machine: Machine | null,
  address: string,
  borrow: boolean,
  run: (script: string) => Promise<string>,
): Promise<Verdict> {
  if (machine === null) return { skipped: NO_MACHINE };
  const listener = await machine.listen(address, { borrow });
  try {
    const said = await run(ways(listener));
    return judgeClaims({
      [`a listener of the doctor's at ${address}:${listener.port} answers where it stands`]: true,
      "the seat, by four routes, the proxy and a tunnel, gets no answer": !said.includes(listener.token),
      [`the proxy refuses (${[...said.matchAll(/(?:says|tunnel) (\d+)/g)].map(([, code]) => code).join(", ")})`]:
        /says 403/.test(said) && !/tunnel 200/.test(said),
      "nothing has connected to it": listener.hits() === 0,
    });
  } finally {
    await listener.close();
  }
}

const fromSeat = (ground: Ground) => async (script: string) => {
  const result = await sh(await ground.attacker(), script, 50_000);
  return result.stdout + result.stderr;
};

export const network: readonly Attack[] = [
  {
    id: "network/seat-host",
    title: "Reach the seat host's own address on the seats' bridge",
    from,
    expects: "The seat host answers no seat.",
    run: (ground) => unreached(ground.machine, BRIDGE, false, fromSeat(ground)),
  },
  {
    id: "network/metadata",
    title: "Reach the cloud's metadata address",
    from,
    expects: "No route, no rule and no proxy leads to 169.254.169.254.",
    run: (ground) => unreached(ground.machine, "169.254.169.254", true, fromSeat(ground)),
  },
  {
    id: "network/lan",
    title: "Reach a server in the network around the machine",
    from,
    // An address that is kept for documentation stands in for the network around: nobody has it.
    expects: "Nothing beyond the seats' bridge is reached.",
    run: (ground) => unreached(ground.machine, "192.0.2.77", true, fromSeat(ground)),
  },
  {
    id: "network/way-out",
    title: "Reach the other side of the services, where their way out begins",
    from,
    expects: "The bridge of the services' way out answers no seat.",
    run: (ground) =>
      unreached(ground.machine, layout.outBridgeAddress.split("/")[0] ?? "", false, fromSeat(ground)),
  },
  {
    id: "network/host-loopback",
    title: "Reach what listens on the machine's loopback, as the database of a site might",
    from,
    expects: "Neither directly nor by the proxy does a seat reach the machine's loopback.",
    run: async (ground) => {
      let hits = 0;
      const server = createServer((socket) => {
        hits += 1;
        socket.on("error", () => undefined).end("drydock-doctor-loopback");
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      try {
        const seat = await ground.attacker();
        const proxy = `curl -s -m 5 -o /dev/null -w '%{http_code} ' --proxy http://${layout.servicesAddress}:${layout.proxyPort}`;
        // 10.0.2.2 is how the way out names the machine's loopback.
        const said = await say(
          seat,
          `for host in 127.0.0.1 localhost 127.1 0.0.0.0 2130706433 10.0.2.2 '[::1]' '[::ffff:127.0.0.1]'; do
            ${proxy} "http://$host:${port}/"; ${proxy} -p "http://$host:${port}/"
            curl -s -m 3 "http://$host:${port}/" --noproxy '*'
          done; true`,
          60_000,
        );
        return judgeClaims({
          [`the proxy refuses every spelling of loopback (${[...new Set(said.split(/\s+/))].join(" ")})`]:
            !said.includes("200") && said.includes("403"),
          "the doctor's listener there was not reached": hits === 0 && !said.includes("drydock-doctor"),
        });
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    },
  },
  {
    id: "network/seat-host-api",
    title: "Speak to the seat host's API, from the network or by a socket within the seat",
    from,
    expects: "Its port is closed to seats, and no socket of it is in the seat.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const open = await sh(
        seat,
        `for address in ${BRIDGE} ${layout.servicesAddress} 127.0.0.1; do
          timeout 4 socat -u /dev/null TCP:$address:${layout.apiPort},connect-timeout=2 && echo open; done
        ls /dev/incus /dev/lxd /run/incus 2>/dev/null
        timeout 3 curl -s -m 2 --unix-socket /dev/incus/sock http://x/1.0`,
      );
      return judgeClaims({
        [`port ${layout.apiPort} is closed`]: !open.stdout.includes("open"),
        "there is no guest socket": !/sock|1\.0/.test(open.stdout),
      });
    },
  },
  {
    id: "network/other-seat",
    title: "Reach another seat by TCP, UDP, ARP, broadcast and IPv6",
    from,
    expects: "Two seats exchange no frame.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const there = await addressOf(neighbour);
      await sh(
        neighbour,
        "sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0; ip -6 address add fe80::d0c/64 dev eth0 nodad",
      );
      await sh(
        attacker,
        "sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0; ip -6 address add fe80::a77/64 dev eth0 nodad",
      );
      const listeners = await Promise.all([
        neighbour.dial(["socat", "-u", "TCP-LISTEN:7071,reuseaddr,fork", "OPEN:/tmp/tcp,creat,append"]),
        neighbour.dial(["socat", "-u", "UDP-LISTEN:7072,reuseaddr,fork", "OPEN:/tmp/udp,creat,append"]),
        neighbour.dial(["socat", "-u", "TCP6-LISTEN:7073,reuseaddr,fork", "OPEN:/tmp/tcp6,creat,append"]),
      ]);
      try {
        const send = (word: string) => `
          echo ${word} | timeout 4 socat -u - TCP:${there}:7071,connect-timeout=3
          echo ${word} | timeout 4 socat -u - UDP:${there}:7072
          echo ${word} | timeout 4 socat -u - UDP-DATAGRAM:10.78.15.255:7072,broadcast
          echo ${word} | timeout 4 socat -u - 'TCP6:[fe80::d0c%eth0]:7073,connect-timeout=3'
          true`;
        await sh(neighbour, "sleep 0.5");
        await sh(neighbour, send("own"));
        await sh(
          attacker,
          `ip neigh flush dev eth0; ip neigh replace ${there} lladdr ff:ff:ff:ff:ff:ff dev eth0; ${send("foreign")}; ip neigh del ${there} dev eth0; true`,
        );
        const arp = await sh(attacker, `${send("foreign")}; ip neigh show ${there}`);
        const got = await say(
          neighbour,
          "sleep 0.5; cat /tmp/tcp /tmp/udp /tmp/tcp6 2>/dev/null; rm -f /tmp/tcp /tmp/udp /tmp/tcp6; true",
        );
        return judgeClaims({
          "the neighbour reaches its own listeners (TCP, UDP, IPv6)": (got.match(/own/g) ?? []).length >= 3,
          "nothing of the attacker's arrives": !got.includes("foreign"),
          "no hardware address is learned": !/lladdr/.test(arp.stdout),
        });
      } finally {
        for (const listener of listeners) listener.destroy();
      }
    },
  },
  {
    id: "network/stolen-address",
    title: "Take a neighbour's address, and the services' own",
    from,
    expects:
      "Under any other address than its own a seat reaches nobody, and nobody else's traffic comes to it.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const [own, theirs] = [await addressOf(attacker), await addressOf(neighbour)];
      const services = layout.servicesAddress;
      const connect = (bind: string) =>
        `timeout 4 socat -u /dev/null TCP:${services}:${layout.proxyPort},bind=${bind},connect-timeout=3 2>/dev/null`;
      const mac = await say(
        neighbour,
        `${connect(theirs)}; ip neigh show ${services} | grep -o 'lladdr [^ ]*'`,
      );
      const said = await say(
        attacker,
        `${connect(own)} && echo own works
        ip address add ${theirs}/20 dev eth0; ${connect(theirs)} && echo stolen works; ip address del ${theirs}/20 dev eth0
        ip address add ${services}/20 dev eth0
        # Tells everybody that the services are here.
        ${perl(`use Socket; my ($mac) = \`cat /sys/class/net/eth0/address\` =~ /(\\S+)/; my $hw = pack("H2" x 6, split /:/, $mac);
          socket(my $s, 17, 3, 0x0608) or die "no packet socket: $!"; my $index = \`cat /sys/class/net/eth0/ifindex\` + 0;
          my $to = pack("SnlSCCa8", 17, 0x0806, $index, 0, 0, 6, "\\xff" x 6);
          my $ip = inet_aton("${services}");
          for (1..20) { send($s, ("\\xff" x 6) . $hw . pack("n", 0x0806) . pack("nnCCn", 1, 0x0800, 6, 4, 2) . $hw . $ip . ("\\xff" x 6) . $ip, 0, $to); select(undef, undef, undef, 0.05) }
          print "claimed\\n";`)}
        ip address del ${services}/20 dev eth0; ${connect(own)} && echo own still works; true`,
      );
      const after = await say(
        neighbour,
        `${connect(theirs)} && echo reached; ip neigh show ${services} | grep -o 'lladdr [^ ]*'`,
      );
      return judgeClaims({
        "with its own address the seat reaches the services": said.includes("own works"),
        "with the neighbour's it does not": !said.includes("stolen works"),
        "twenty false ARP answers were sent": said.includes("claimed"),
        "the neighbour still knows the true services, and reaches them": after === `reached\n${mac}`,
      });
    },
  },
  {
    id: "network/sniffing",
    title: "Listen to what others say on the bridge",
    from,
    expects: "A raw socket in a seat sees the seat's own frames alone.",
    run: async (ground) => {
      const [attacker, neighbour] = await Promise.all([ground.attacker(), ground.neighbour()]);
      const theirs = await addressOf(neighbour);
      const listening = say(
        attacker,
        perl(`use Socket; socket(my $s, 17, 3, 0x0300) or die $!; my $index = \`cat /sys/class/net/eth0/ifindex\` + 0;
          bind($s, pack("SnlSCCa8", 17, 0x0003, $index, 0, 0, 0, "")) or die "no bind: $!";
          my ($mac) = \`cat /sys/class/net/eth0/address\` =~ /(\\S+)/; my $hw = pack("H2" x 6, split /:/, $mac);
          system("ip link set eth0 promisc on"); my ($all, $foreign) = (0, 0); my $ip = inet_aton("${theirs}"); my $end = time + 5;
          while (time < $end) { my $r = ""; vec($r, fileno($s), 1) = 1; next unless select($r, undef, undef, 0.3);
            recv($s, my $frame, 2000, 0); $all++; my $type = unpack("n", substr($frame, 12, 2));
            # The services ask everybody for an address when they do not know it; that tells nobody what is said.
            my $question = $type == 0x0806 && substr($frame, 28, 4) eq inet_aton("${layout.servicesAddress}");
            # Other attacks may send from this very seat at the same time.
            my $own = substr($frame, 6, 6) eq $hw;
            $foreign++ if index($frame, $ip) >= 0 && !$question && !$own; }
          system("ip link set eth0 promisc off"); print "$all $foreign";`),
      );
      listening.catch(() => undefined);
      await sh(attacker, `sleep 1; curl -s -m 2 -o /dev/null http://${layout.servicesAddress}/`);
      await sh(
        neighbour,
        `for i in 1 2 3; do curl -s -m 2 -o /dev/null http://${layout.servicesAddress}/; ip neigh flush dev eth0; done`,
      );
      const [all = "0", foreign = "?"] = (await listening).split(" ");
      return judgeClaims({
        [`the raw socket works: ${all} frames of its own`]: Number(all) > 0,
        "none of them from or to the neighbour": foreign === "0",
      });
    },
  },
  {
    id: "network/names",
    title: "Ask name servers, which is a way out for data",
    from,
    expects: "No name server answers a seat.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const ask = (server: string) =>
        `(printf '\\022\\064\\001\\000\\000\\001\\000\\000\\000\\000\\000\\000\\007invalid\\000\\000\\001\\000\\001' | timeout 3 socat -T2 - UDP:${server}:53 | wc -c
        timeout 3 socat -u /dev/null TCP:${server}:53,connect-timeout=2 && echo open)`;
      const said = await say(
        seat,
        `${ask(BRIDGE)}; ${ask(layout.servicesAddress)}; getent hosts name.invalid; wc -c < /etc/resolv.conf`,
      );
      return judgeClaims({
        "neither bridge nor services answer on port 53": /^0\s0\s0$/.test(said),
        "the seat knows no name server": said.endsWith("0"),
      });
    },
  },
];
