import { layout } from "../../setup/seat-host/layout.ts";
import type { Attack } from "../attack.ts";
import { say, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { addressOf } from "./network.ts";
import { perl } from "./scripts.ts";

const FROM = "a seat's root";

export const networkNeighbours: readonly Attack[] = [
  {
    id: "network/other-seat",
    title: "Reach another seat by TCP, UDP, ARP, broadcast and IPv6",
    from: FROM,
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
        const may = await sh(
          attacker,
          `timeout 4 socat -u /dev/null TCP:${layout.servicesAddress}:${layout.proxyPort},connect-timeout=2 && echo may reach
          ip neigh flush dev eth0; ip neigh replace ${there} lladdr ff:ff:ff:ff:ff:ff dev eth0; ${send("foreign")}; ip neigh del ${there} dev eth0; true`,
        );
        const arp = await sh(attacker, `${send("foreign")}; ip neigh show ${there}`);
        const got = await say(
          neighbour,
          "sleep 0.5; cat /tmp/tcp /tmp/udp /tmp/tcp6 2>/dev/null; rm -f /tmp/tcp /tmp/udp /tmp/tcp6; true",
        );
        return judgeClaims(
          {
            "nothing of the attacker's arrives": !got.includes("foreign"),
            "no hardware address is learned": !/lladdr/.test(arp.stdout),
          },
          {
            "the neighbour reaches its own listeners (TCP, UDP, IPv6)": (got.match(/own/g) ?? []).length >= 3,
            "by the same program the attacker reaches what it may": may.stdout.includes("may reach"),
          },
        );
      } finally {
        for (const listener of listeners) listener.destroy();
      }
    },
  },
  {
    id: "network/stolen-address",
    title: "Take a neighbour's address, and the services' own",
    from: FROM,
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
      return judgeClaims(
        {
          "with the neighbour's address the seat reaches nobody": !said.includes("stolen works"),
          "the neighbour still knows the true services, and reaches them": after === `reached\n${mac}`,
        },
        {
          "with its own address the seat reaches the services": said.includes("own works"),
          "twenty false ARP answers were sent": said.includes("claimed"),
          "the neighbour knew the services before": mac.includes("lladdr"),
        },
      );
    },
  },
  {
    id: "network/sniffing",
    title: "Listen to what others say on the bridge",
    from: FROM,
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
      const talked = await sh(
        neighbour,
        `for i in 1 2 3; do curl -s -m 2 -o /dev/null -w '%{http_code} ' http://${layout.servicesAddress}/; ip neigh flush dev eth0; done`,
      );
      const [all = "0", foreign = "?"] = (await listening).split(" ");
      return judgeClaims(
        { "no frame from or to the neighbour is seen": foreign === "0" },
        {
          [`the raw socket works: ${all} frames of its own`]: Number(all) > 0,
          [`meanwhile the neighbour talked (${talked.stdout.trim()})`]: /[1-9]\d\d/.test(talked.stdout),
        },
      );
    },
  },
];
