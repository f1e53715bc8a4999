import { type AddressInfo, connect, createServer } from "node:net";
import { layout } from "../../setup/seat-host/layout.ts";
import type { Attack, Verdict } from "../attack.ts";
import { type AnySeat, type Ground, say, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import type { Listener, Machine } from "../machine.ts";

const FROM = "a seat's root";
const BRIDGE = layout.seatBridgeAddress.split("/")[0] ?? "";
const NO_MACHINE =
  "a listener beside the seats can only be put up by root on the machine of the seat host (sudo npm run doctor)";

export const addressOf = (seat: AnySeat) =>
  say(seat, "ip -4 -o address show dev eth0 | awk '{ print $4 }' | cut -d/ -f1 | head -n 1");

/** Every way that a seat could try to a listener of the doctor's; prints what came back. */
const ways = ({ address, port }: Pick<Listener, "address" | "port">) => `
timeout 4 socat -u /dev/null TCP:${layout.servicesAddress}:${layout.proxyPort},connect-timeout=2 && echo may reach
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
    return judgeClaims(
      {
        "the seat, by four routes, the proxy and a tunnel, gets no answer": !said.includes(listener.token),
        [`the proxy refuses (${[...said.matchAll(/(?:says|tunnel) (\d+)/g)].map(([, code]) => code).join(", ")})`]:
          /says 403/.test(said) && !/tunnel 200/.test(said),
        "nothing has connected to it": listener.hits() === 0,
      },
      {
        // `listen` has asked it.
        [`a listener of the doctor's at ${address}:${listener.port} answers where it stands`]: true,
        "by the same program the seat reaches what it may": said.includes("may reach"),
        "the proxy answers the seat": /says [1-9]\d\d/.test(said),
      },
    );
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
    from: FROM,
    expects: "The seat host answers no seat.",
    run: (ground) => unreached(ground.machine, BRIDGE, false, fromSeat(ground)),
  },
  {
    id: "network/metadata",
    title: "Reach the cloud's metadata address",
    from: FROM,
    expects: "No route, no rule and no proxy leads to 169.254.169.254.",
    run: (ground) => unreached(ground.machine, "169.254.169.254", true, fromSeat(ground)),
  },
  {
    id: "network/lan",
    title: "Reach a server in the network around the machine",
    from: FROM,
    // An address that is kept for documentation stands in for the network around: nobody has it.
    expects: "Nothing beyond the seats' bridge is reached.",
    run: (ground) => unreached(ground.machine, "192.0.2.77", true, fromSeat(ground)),
  },
  {
    id: "network/way-out",
    title: "Reach the other side of the services, where their way out begins",
    from: FROM,
    expects: "The bridge of the services' way out answers no seat.",
    run: (ground) =>
      unreached(ground.machine, layout.outBridgeAddress.split("/")[0] ?? "", false, fromSeat(ground)),
  },
  {
    id: "network/host-loopback",
    title: "Reach what listens on the machine's loopback, as the database of a site might",
    from: FROM,
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
        const before = hits;
        const here = await new Promise<string>((resolve) => {
          const socket = connect(port, "127.0.0.1");
          socket
            .setEncoding("utf8")
            .on("data", resolve)
            .on("error", () => resolve(""));
        });
        return judgeClaims(
          {
            [`the proxy refuses every spelling of loopback (${[...new Set(said.split(/\s+/))].join(" ")})`]:
              !said.includes("200"),
            "the doctor's listener there was not reached": before === 0 && !said.includes("drydock-doctor"),
          },
          {
            "the machine itself reaches it": here.includes("drydock-doctor") && hits === 1,
            "the proxy answers the seat": said.includes("403"),
          },
        );
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    },
  },
  {
    id: "network/seat-host-api",
    title: "Speak to the seat host's API, from the network or by a socket within the seat",
    from: FROM,
    expects: "Its port is closed to seats, and no socket of it is in the seat.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const open = await sh(
        seat,
        `timeout 4 socat -u /dev/null TCP:${layout.servicesAddress}:${layout.proxyPort},connect-timeout=2 && echo may reach
        for address in ${BRIDGE} ${layout.servicesAddress} 127.0.0.1; do
          timeout 4 socat -u /dev/null TCP:$address:${layout.apiPort},connect-timeout=2 && echo open; done
        ls /dev/incus /dev/lxd /run/incus 2>/dev/null
        timeout 3 curl -s -m 2 --unix-socket /dev/incus/sock http://x/1.0`,
      );
      const listens =
        (await ground.machine?.inNetwork(["ss", "-Htln", `sport = :${layout.apiPort}`])) ?? null;
      return judgeClaims(
        {
          [`port ${layout.apiPort} is closed`]: !open.stdout.includes("open"),
          "there is no guest socket": !/sock|1\.0/.test(open.stdout),
        },
        {
          "by the same program the seat reaches what it may": open.stdout.includes("may reach"),
          ...(listens === null ? {} : { "the API listens there": listens.includes(`:${layout.apiPort}`) }),
        },
      );
    },
  },
  {
    id: "network/names",
    title: "Ask name servers, which is a way out for data",
    from: FROM,
    expects: "No name server answers a seat.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const ask = (server: string) =>
        `(printf '\\022\\064\\001\\000\\000\\001\\000\\000\\000\\000\\000\\000\\007invalid\\000\\000\\001\\000\\001' | timeout 3 socat -T2 - UDP:${server}:53 | wc -c
        timeout 3 socat -u /dev/null TCP:${server}:53,connect-timeout=2 && echo open)`;
      const said = await say(
        seat,
        `socat UDP-LISTEN:53,bind=127.0.0.1,fork SYSTEM:'head -c 1 > /dev/null; echo heard' 2>/dev/null & server=$!; sleep 0.5
        ${ask("127.0.0.1")}; kill $server; echo --; ${ask(BRIDGE)}; ${ask(layout.servicesAddress)}
        getent hosts name.invalid; echo --; wc -c < /etc/resolv.conf`,
      );
      const [own = "", others = "", resolver = ""] = said.split("--").map((part) => part.trim());
      return judgeClaims(
        {
          "neither bridge nor services answer on port 53": /^0\s+0$/.test(others),
          "the seat knows no name server": resolver === "0",
        },
        { "a server of the seat's own answers the same question there": Number.parseInt(own, 10) > 0 },
      );
    },
  },
];
