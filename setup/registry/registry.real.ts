import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { connectSeatHost, openIncusWorld } from "../../server/seats/connect-seat-host.ts";
import { closeConnection } from "../../server/seats/incus/connection.ts";
import type { IncusWorld } from "../../server/seats/incus-world.ts";
import { registryPassword } from "../../server/seats/registry-credential.ts";
import { realConfig } from "../../testing/real-seat.ts";

/*
 * The class registry with the real command lines, from two students' real seats: what works, and what one of them
 * cannot do to the other, by docker or past it.
 */
const { config, remove } = await realConfig();
const QUOTA = config.REGISTRY_BYTES;
const REGISTRY = "http://registry:5000";
let host: SeatHost<Duplex>;
let world: IncusWorld;
let ada: Seat<Duplex>;
let ben: Seat<Duplex>;

interface Listing {
  readonly usedBytes: number;
  readonly repositories: readonly {
    readonly name: string;
    readonly images: readonly { readonly digest: string; readonly tags: readonly string[] }[];
  }[];
}

/** Everything that a command says. */
async function sh(seat: Seat<Duplex>, script: string): Promise<string> {
  const { stdout, stderr } = await seat.exec(["bash", "-c", script], { timeoutMs: 240_000 });
  return stdout + stderr;
}
const curl = (seat: Seat<Duplex>, rest: string) =>
  sh(seat, `curl -s -m 120 --path-as-is --config /root/.curl-registry ${rest}`);
/** The status of an answer alone. */
const status = async (seat: Seat<Duplex>, rest: string) =>
  Number(await curl(seat, `-o /dev/null -w '%{http_code}' ${rest}`));
const listing = async (seat: Seat<Duplex>) => JSON.parse(await curl(seat, `${REGISTRY}/mine`)) as Listing;
/** An image with one layer of random bytes that no other has. */
const makeImage = (name: string, megabytes = 1) =>
  `cd /tmp && head -c ${megabytes}M /dev/urandom > layer && tar -c layer | docker import - ${name} && rm layer`;

/** Begins an upload and leaves its address in $location. */
const begin = (repository: string) =>
  `location=${REGISTRY}$(curl -s --config /root/.curl-registry -X POST -D - -o /dev/null ${REGISTRY}/v2/${repository}/blobs/uploads/ | tr -d '\\r' | sed -n 's/^location: //p')`;

async function openSeat(studentId: string): Promise<Seat<Duplex>> {
  const seat = await host.openSeat(studentId);
  await sh(seat, `echo "user = \\"${studentId}:$(cat /root/.registry-password)\\"" > /root/.curl-registry`);
  return seat;
}

beforeAll(async () => {
  host = await connectSeatHost(config);
  world = await openIncusWorld(config);
  [ada, ben] = await Promise.all([openSeat("ada"), openSeat("ben")]);
});
afterAll(async () => {
  for (const seat of [ada, ben]) await curl(seat, `-X DELETE ${REGISTRY}/mine`);
  await Promise.all(["ada", "ben"].map((student) => host.discardSeat(student)));
  await host.close();
  closeConnection(world.incus);
  await remove();
});

describe("push and pull", () => {
  it("works at once in a fresh seat, by tag and by digest, for the class", async () => {
    expect(await sh(ada, makeImage("registry:5000/ada/app:1"))).toContain("sha256:");
    const pushed = await sh(ada, "docker push registry:5000/ada/app:1");
    const digest = /1: digest: (sha256:[0-9a-f]{64})/.exec(pushed)?.[1];
    expect(digest, pushed).toBeDefined();
    expect(await sh(ben, "docker pull registry:5000/ada/app:1")).toContain("Downloaded newer image");
    await sh(ben, "docker image rm registry:5000/ada/app:1");
    expect(await sh(ben, `docker pull registry:5000/ada/app@${digest ?? ""}`)).toContain(
      "Downloaded newer image",
    );
    expect(
      await sh(
        ben,
        `printf 'FROM registry:5000/ada/app:1\\nCOPY <<E /more\\nmore\\nE\\n' | docker build -t more -`,
      ),
    ).toContain("naming to docker.io/library/more");
  });

  it("is refused after docker logout, and works again after docker login", async () => {
    await sh(ben, `docker logout registry:5000; ${makeImage("registry:5000/ben/app:1")}`);
    expect(await sh(ben, "docker push registry:5000/ben/app:1")).toContain("no basic auth credentials");
    const login = "docker login registry:5000 -u ben --password-stdin < /root/.registry-password";
    expect(await sh(ben, login)).toContain("Login Succeeded");
    expect(await sh(ben, "docker push registry:5000/ben/app:1")).toContain("1: digest: sha256:");
  });

  it("works in the next seat, too, with what was pushed from the one before", async () => {
    await host.discardSeat("ben");
    ben = await openSeat("ben");
    expect(await sh(ben, "docker pull registry:5000/ben/app:1")).toContain("Downloaded newer image");
  });
});

describe("another's name", () => {
  it("cannot be pushed to, with words that say what to do", async () => {
    await sh(ben, "docker tag registry:5000/ben/app:1 registry:5000/ada/app:1");
    expect(await sh(ben, "docker push registry:5000/ada/app:1")).toContain(
      "denied: you push under your own name: docker tag <image> registry:5000/ben/<image>",
    );
    const manifest = `-X PUT -H 'content-type: application/vnd.oci.image.manifest.v1+json' -d '{"schemaVersion":2}'`;
    expect(await status(ben, `${manifest} ${REGISTRY}/v2/ada/app/manifests/1`)).toBe(403);
    expect(await status(ben, `-X POST ${REGISTRY}/v2/ada/app/blobs/uploads/`)).toBe(403);
  });

  it("cannot be taken with one's own password, or by making one up", async () => {
    const [mine = ""] = (await sh(ben, "cat /root/.registry-password")).split("\n");
    expect(await sh(ben, `docker login registry:5000 -u ada -p '${mine}'`)).toContain("401 Unauthorized");
    const [realm = ""] = mine.split(".");
    for (const password of [`${realm}.${"A".repeat(43)}`, mine.replace(/.$/, "_"), "", realm])
      expect(await status(ben, `-u 'ada:${password}' ${REGISTRY}/v2/`), password).toBe(401);
  });

  it("cannot have its images deleted", async () => {
    const [image] = (await listing(ada)).repositories[0]?.images ?? [];
    for (const reference of ["1", image?.digest ?? ""])
      expect(await status(ben, `-X DELETE ${REGISTRY}/v2/ada/app/manifests/${reference}`)).toBe(403);
    expect(await status(ben, `-X DELETE ${REGISTRY}/v2/ada/app/blobs/${image?.digest ?? ""}`)).toBe(405);
    expect((await listing(ada)).repositories).toHaveLength(1);
  });

  it("cannot be reached by tricks with the address", async () => {
    const tricks = [
      "/v2/ben/../ada/app/blobs/uploads/",
      "/v2/ben/app/../../ada/app/blobs/uploads/",
      "/v2/ben/%2e%2e/ada/app/blobs/uploads/",
      "/v2/ben%2f..%2fada/app/blobs/uploads/",
      "/v2//ada/app/blobs/uploads/",
      "//v2/ada/app/blobs/uploads/",
      "/v2/Ada/app/blobs/uploads/",
      "/v2/ben/app/blobs/uploads/../../../../ada/app/blobs/uploads/",
      `/v2/${world.realm}/ada/app/blobs/uploads/`,
      "/V2/ada/app/blobs/uploads/",
    ];
    for (const trick of tricks)
      expect(await status(ben, `-X POST '${REGISTRY}${trick}'`), trick).toBeGreaterThanOrEqual(403);
    // An upload of one's own does not become another's by its address.
    const moved = await sh(
      ben,
      `${begin("ben/app")}; curl -s -o /dev/null -w '%{http_code}' --config /root/.curl-registry -X PATCH --data-binary x -H 'content-type: application/octet-stream' "\${location/ben/ada}"`,
    );
    expect(moved).toBe("403");
  });

  it("is not listed: the catalogue is one's own", async () => {
    expect(JSON.parse(await curl(ben, `${REGISTRY}/v2/_catalog`))).toEqual({ repositories: ["ben/app"] });
  });

  it("of another class does not exist", async () => {
    const { registry } = await world.facts();
    const realm = "0".repeat(32);
    const stranger = `-u 'ada:${registryPassword(registry?.key ?? "", { realm, name: "ada" })}'`;
    expect(await status(ben, `${stranger} ${REGISTRY}/v2/`)).toBe(200);
    expect(await status(ben, `${stranger} ${REGISTRY}/v2/ada/app/manifests/1`)).toBe(404);
    expect(await curl(ben, `${stranger} ${REGISTRY}/mine`)).toContain('"repositories":[]');
    const [image] = (await listing(ada)).repositories[0]?.images ?? [];
    const mount = `mount=${image?.digest ?? ""}&from=ada/app`;
    expect(await status(ben, `${stranger} -X POST '${REGISTRY}/v2/ada/own/blobs/uploads/?${mount}'`)).toBe(
      202,
    );
    await curl(ben, `${stranger} -X DELETE ${REGISTRY}/mine`);
  });
});

describe("what one student keeps", () => {
  it("counts a blob that another pushed, as soon as it is linked", async () => {
    const before = (await listing(ben)).usedBytes;
    await sh(
      ben,
      "docker pull -q registry:5000/ada/app:1; docker tag registry:5000/ada/app:1 registry:5000/ben/copy:1",
    );
    // docker asks to have it mounted from there.
    expect(await sh(ben, "docker push registry:5000/ben/copy:1")).toContain("Mounted from ada/app");
    expect((await listing(ben)).usedBytes - before).toBeGreaterThan(1e6);
  });

  it("ends at the quota, with words that say so, and goes on after a deletion", async () => {
    const most = Math.round(QUOTA * 0.97);
    const patch = `curl -s -m 200 --config /root/.curl-registry -X PATCH -T - -H 'content-type: application/octet-stream' -D /tmp/head "$location"`;
    const filled = await sh(
      ben,
      `${begin("ben/big")}
       digest=sha256:$(head -c ${most} /dev/zero | tee >(${patch}) | sha256sum | cut -d' ' -f1); sleep 0.5
       location=${REGISTRY}$(tr -d '\\r' < /tmp/head | sed -n 's/^location: //p')
       curl -s -o /dev/null -w '%{http_code}' --config /root/.curl-registry -X PUT "$location&digest=$digest"`,
    );
    expect(filled).toBe("201");
    const { usedBytes } = await listing(ben);
    expect(usedBytes).toBeGreaterThan(most);
    expect(await sh(ben, `${begin("ben/big")}; head -c 40M /dev/zero | ${patch}`)).toMatch(
      /"DENIED".*room for 1000 MB/,
    );
    // What did not fit is not kept.
    expect((await listing(ben)).usedBytes).toBe(usedBytes);
    await sh(ben, makeImage("registry:5000/ben/more:1", 40));
    const refused = await sh(ben, "docker push registry:5000/ben/more:1");
    expect(refused).toContain("denied: your part of the class registry has room for 1000 MB");
    // Nobody else is held up by it.
    await sh(ada, makeImage("registry:5000/ada/more:1", 5));
    expect(await sh(ada, "docker push registry:5000/ada/more:1")).toContain("1: digest: sha256:");
    expect(await status(ben, `-X DELETE ${REGISTRY}/mine`)).toBe(200);
    expect(await listing(ben)).toMatchObject({ usedBytes: 0, repositories: [] });
    expect(await sh(ben, "docker push registry:5000/ben/more:1")).toContain("1: digest: sha256:");
  });

  it("has manifests of the right kind and size only", async () => {
    const put = (body: string, kind = "application/vnd.oci.image.manifest.v1+json") =>
      status(ben, `-X PUT -H 'content-type: ${kind}' ${body} ${REGISTRY}/v2/ben/more/manifests/x`);
    await sh(ben, "head -c 2000000 /dev/zero | tr '\\0' ' ' > /tmp/large");
    expect(await put("--data-binary @/tmp/large")).toBe(413);
    expect(
      await put("-d '{\"schemaVersion\":1}'", "application/vnd.docker.distribution.manifest.v1+json"),
    ).toBe(400);
    expect(await put("-d 'no manifest'")).toBe(400);
    const elsewhere = `{"schemaVersion":2,"layers":[{"digest":"sha256:${"0".repeat(64)}","urls":["http://10.78.0.2/"]}]}`;
    expect(await put(`-d '${elsewhere}'`)).toBe(400);
    const foreign = (await listing(ada)).repositories[0]?.images[0]?.digest ?? "";
    const borrowed = `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","size":1,"digest":"${foreign}"},"layers":[]}`;
    expect(await put(`-d '${borrowed}'`)).toBeGreaterThanOrEqual(400);
  });

  it("is held to so many requests at once, and half an upload counts until it is gone", async () => {
    const manifest = JSON.parse(
      await curl(
        ben,
        `-H 'accept: application/vnd.docker.distribution.manifest.v2+json' ${REGISTRY}/v2/ben/more/manifests/1`,
      ),
    ) as { layers: { digest: string }[] };
    const layer = `${REGISTRY}/v2/ben/more/blobs/${manifest.layers[0]?.digest ?? ""}`;
    const flood = await sh(
      ben,
      `for i in $(seq 40); do curl -s -m 6 --limit-rate 50k -o /dev/null -w '%{http_code}\\n' --config /root/.curl-registry ${layer} & done; wait`,
    );
    const answers = flood.trim().split("\n");
    expect(answers).toContain("429");
    expect(answers.filter((answer) => answer === "200").length).toBeGreaterThanOrEqual(24);
    expect(await status(ben, `${REGISTRY}/v2/`)).toBe(200);
    const left = await sh(
      ben,
      `${begin("ben/half")}; (head -c 3000000 /dev/zero; sleep 4) | timeout 2 curl -s --config /root/.curl-registry -X PATCH -T - -H 'content-type: application/octet-stream' "$location"; sleep 1; curl -s --config /root/.curl-registry ${REGISTRY}/mine`,
    );
    // It counts until it is swept away.
    const { usedBytes } = JSON.parse(left) as Listing;
    expect(usedBytes).toBeGreaterThan(43_000_000);
    expect(await status(ben, `-X DELETE ${REGISTRY}/mine`)).toBe(200);
    expect((await listing(ben)).usedBytes).toBe(0);
  });

  it("gets smaller by what is deleted: a tag's image, with the layers that only it has", async () => {
    await sh(ada, `${makeImage("registry:5000/ada/gone:1", 3)}; docker push registry:5000/ada/gone:1`);
    const before = await listing(ada);
    const gone = before.repositories.find(({ name }) => name === "ada/gone")?.images[0];
    expect(gone?.tags).toEqual(["1"]);
    expect(await status(ada, `-X DELETE ${REGISTRY}/v2/ada/gone/manifests/${gone?.digest ?? ""}`)).toBe(202);
    const after = await listing(ada);
    expect(before.usedBytes - after.usedBytes).toBeGreaterThan(3e6);
    expect(after.repositories.map(({ name }) => name)).not.toContain("ada/gone");
    expect(await sh(ben, "docker pull registry:5000/ada/gone:1")).toContain("manifest unknown");
    // What was deleted can be pushed again.
    expect(await sh(ada, "docker push registry:5000/ada/gone:1")).toContain("1: digest: sha256:");
  });
});

describe("the way there", () => {
  it("is the registry's door alone: neither docker-registry itself nor its files", async () => {
    const inside = [5100, 5101, 443, 22].map((port) =>
      sh(ada, `curl -s -m 3 -o /dev/null -w '%{http_code}' http://registry:${port}/v2/; true`),
    );
    expect(await Promise.all(inside)).toEqual(["000", "000", "000", "000"]);
    // Not through the proxy either.
    expect(
      await sh(ada, `curl -s -m 5 -x http://services:3128 -o /dev/null -w '%{http_code}' ${REGISTRY}/v2/`),
    ).toBe("403");
  });
});
