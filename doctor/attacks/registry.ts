import { layout } from "../../setup/seat-host/layout.ts";
import type { Attack, Verdict } from "../attack.ts";
import { type AnySeat, type Ground, sh } from "../ground.ts";
import { judgeClaims } from "../judge.ts";

/* The class registry from a student's seat, past docker: requests that its command line would not send. */

const FROM = "a seat's root";
const REGISTRY = `http://registry:${layout.registryPort}`;
const PASSWORD = "/root/.registry-password";
const EMPTY = `sha256:${"0".repeat(64)}`;

/** What two students' seats may do there; skipped where seats have no registry. */
async function atRegistry(
  ground: Ground,
  work: (
    seat: AnySeat,
    status: (rest: string, as?: string) => Promise<number>,
  ) => Promise<Readonly<Record<string, boolean>>>,
): Promise<Verdict> {
  const seat = await ground.attacker();
  const own = `attacker:$(cat ${PASSWORD})`;
  const status = async (rest: string, as = own) => {
    const { stdout } = await sh(
      seat,
      `curl -s -m 10 --path-as-is -o /dev/null -w '%{http_code}' -u "${as}" ${rest}`,
    );
    return Number(stdout);
  };
  const { exitCode } = await sh(seat, `test -s ${PASSWORD}`);
  if (exitCode !== 0)
    return { absent: "seats of this seat host have no class registry (no password is in one)" };
  const mine = await status(`${REGISTRY}/v2/`);
  if (mine !== 200) throw new Error(`the registry answers ${mine} to its own student`);
  try {
    return judgeClaims(await work(seat, status), {
      "its own student is let in": true,
      "its own student may begin an upload": (await status(upload("attacker/doctor"))) === 202,
    });
  } finally {
    await status(`-X DELETE ${REGISTRY}/mine`);
  }
}

const upload = (repository: string) => `-X POST '${REGISTRY}/v2/${repository}/blobs/uploads/'`;
const refused = (code: number) => code >= 400 && code < 500;

export const registry: readonly Attack[] = [
  {
    id: "registry/others-name",
    title: "Push, change and delete under another student's name, also by addresses that read two ways",
    from: FROM,
    expects: "Whoever is let in writes below their own name alone.",
    run: (ground) =>
      atRegistry(ground, async (_seat, status) => {
        const claims: Record<string, boolean> = {};
        /** What is not there is not found either; whoever is refused by name gets a 403. */
        const forbidden = (code: number) => code === 403;
        const tell = async (what: string, rest: string, isRight: (code: number) => boolean = refused) => {
          const code = await status(rest);
          claims[`${what}: ${code}`] = isRight(code);
        };
        await tell("an upload below another's", upload("neighbour/doctor"), forbidden);
        await tell("below nobody's", upload("doctor"));
        await tell(
          "a manifest",
          `-X PUT -H 'content-type: application/vnd.oci.image.manifest.v1+json' -d '{"schemaVersion":2}' ${REGISTRY}/v2/neighbour/doctor/manifests/1`,
          forbidden,
        );
        await tell("a deletion", `-X DELETE ${REGISTRY}/v2/neighbour/doctor/manifests/1`, forbidden);
        await tell("the deletion of a blob", `-X DELETE ${REGISTRY}/v2/attacker/doctor/blobs/${EMPTY}`);
        for (const trick of [
          "attacker/../neighbour/doctor",
          "attacker/doctor/../../neighbour/doctor",
          "attacker/%2e%2e/neighbour/doctor",
          "attacker%2f..%2fneighbour/doctor",
          "/neighbour/doctor",
          "Neighbour/doctor",
          "attacker/doctor/blobs/uploads/../../../../neighbour/doctor",
          `attacker/${"a".repeat(300)}`,
        ])
          await tell(trick.slice(0, 40), upload(trick));
        return claims;
      }),
  },
  {
    id: "registry/credentials",
    title: "Another student's credential: made up, cut, mixed with one's own",
    from: FROM,
    expects: "Only the password that was computed for a name opens it.",
    run: (ground) =>
      atRegistry(ground, async (seat, status) => {
        const password = (await sh(seat, `cat ${PASSWORD}`)).stdout.trim();
        const claims: Record<string, boolean> = {};
        const [realm = ""] = password.split(".");
        for (const [what, as] of Object.entries({
          "one's own for another": `neighbour:${password}`,
          "a made-up one": `neighbour:${realm}.${"A".repeat(43)}`,
          "one sign changed": `attacker:${password.replace(/.$/, "_")}`,
          "the beginning alone": `neighbour:${realm}`,
          none: "neighbour:",
          "a name with a slash": `attacker/../neighbour:${password}`,
          nobody: `:${password}`,
        })) {
          const code = await status(`${REGISTRY}/v2/`, as);
          claims[`${what}: ${code}`] = code === 401;
        }
        const anonymous = await sh(
          seat,
          `curl -s -m 10 -o /dev/null -w '%{http_code}' ${REGISTRY}/v2/_catalog`,
        );
        claims[`without any: ${anonymous.stdout}`] = anonymous.stdout === "401";
        return claims;
      }),
  },
  {
    id: "registry/past-the-door",
    title: "The registry behind the door, the list of all, blobs by a mount or a manifest that names others'",
    from: FROM,
    expects: "There is no way but the door, and the door hands out nothing that was only named.",
    run: (ground) =>
      atRegistry(ground, async (seat, status) => {
        const claims: Record<string, boolean> = {};
        for (const port of [5100, 5101, 22, 443]) {
          const { stdout } = await sh(
            seat,
            `curl -s -m 3 -o /dev/null -w '%{http_code}' http://registry:${port}/v2/; true`,
          );
          claims[`port ${port}: ${stdout}`] = stdout === "000";
        }
        const proxied = await sh(
          seat,
          `curl -s -m 5 -x http://services:${layout.proxyPort} -o /dev/null -w '%{http_code}' ${REGISTRY}/v2/; true`,
        );
        claims[`by the proxy: ${proxied.stdout}`] = proxied.stdout === "403";
        const catalog = await sh(
          seat,
          `curl -s -m 10 -u "attacker:$(cat ${PASSWORD})" ${REGISTRY}/v2/_catalog?n=100000`,
        );
        claims["the list of all is one's own"] = !/"(?!attacker\/|repositories")[^"]+\/[^"]+"/.test(
          catalog.stdout,
        );
        const mount = await status(
          `-X POST '${REGISTRY}/v2/attacker/doctor/blobs/uploads/?mount=${EMPTY}&from=neighbour/doctor'`,
        );
        claims[`a mount of what is not there: ${mount}`] = mount === 202 || refused(mount);
        const manifest = (layers: string) =>
          status(
            `-X PUT -H 'content-type: application/vnd.oci.image.manifest.v1+json' -d '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":1,"digest":"${EMPTY}"},"layers":${layers}}' ${REGISTRY}/v2/attacker/doctor/manifests/1`,
          );
        const named = await manifest("[]");
        claims[`a manifest of a blob that was never sent: ${named}`] = refused(named);
        const elsewhere = await manifest(
          `[{"digest":"${EMPTY}","size":1,"urls":["http://${layout.servicesAddress}/"]}]`,
        );
        claims[`a layer that is at an address: ${elsewhere}`] = refused(elsewhere);
        return claims;
      }),
  },
];
