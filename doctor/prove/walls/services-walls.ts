import type { Edit, Wall } from "../wall.ts";

const squid = (find: string, put: string): Edit => ({ file: "setup/services-image/squid.conf", find, put });

/** Walls of the proxy, in the copy of the services instance that has no network. */
export const servicesWalls: readonly Wall[] = [
  {
    id: "proxy/allow-list",
    what: "the proxy lets listed names through alone, and looks up no other",
    edits: [
      squid("http_access deny CONNECT !public_tunnel\n", ""),
      squid("http_access deny !CONNECT !public_plain\n", ""),
      squid("http_access allow CONNECT public_tunnel\n", "http_access allow all\n"),
    ],
    seenBy: ["proxy/name-tunnel", "proxy/own-ports"],
  },
  {
    id: "proxy/private-addresses",
    what: "the proxy goes to no private address, whatever name led there",
    edits: [squid("http_access deny private\n", "")],
    seenBy: ["proxy/private-names", "proxy/ipv6"],
  },
  {
    id: "proxy/list-and-addresses",
    what: "a request that reads one way and means another goes nowhere",
    edits: [
      squid("http_access deny CONNECT !public_tunnel\n", ""),
      squid("http_access deny !CONNECT !public_plain\n", ""),
      squid("http_access deny private\n", ""),
      squid("http_access allow CONNECT public_tunnel\n", "http_access allow all\n"),
    ],
    seenBy: ["proxy/redirects", "proxy/confusion"],
  },
  {
    id: "proxy/ports",
    what: "the proxy goes to no other port",
    edits: [
      squid("http_access deny CONNECT !tunnel_port\n", ""),
      squid("http_access deny !CONNECT !plain_port\n", ""),
    ],
    seenBy: ["proxy/connect"],
  },
  {
    id: "proxy/settings-ports",
    what: "a host that the settings name is reached on its own port alone",
    edits: [
      {
        file: "setup/services/squid-rules.ts",
        find: "host${index} port${index}`,\n    ])",
        put: "host${index}`,\n    ])",
      },
    ],
    seenBy: ["proxy/private-names"],
  },
  {
    id: "services/private-networks",
    what: "a services instance that was taken over reaches no private address",
    edits: [
      {
        file: "setup/seat-host/rules.nft",
        find: "    ip daddr @inside reject with icmp type admin-prohibited\n",
        put: "",
      },
    ],
    seenBy: ["services/way-out"],
  },
];
