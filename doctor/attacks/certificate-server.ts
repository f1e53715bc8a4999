import { writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { IncusError } from "../../server/seats/incus/incus-error.ts";
import { pushFile } from "../../server/seats/incus/push-file.ts";
import { incusRequest } from "../../server/seats/incus/request.ts";
import { incusCall } from "../../server/seats/incus/wait-operation.ts";
import { readFacts } from "../../server/seats/seat-facts.ts";
import { layout } from "../../setup/seat-host/layout.ts";
import { SERVICES } from "../../setup/services/ensure-services.ts";
import type { Attack, Control } from "../attack.ts";
import { type Ground, say } from "../ground.ts";
import { judgeClaims } from "../judge.ts";
import { allRefused, make, patch, refusal } from "./certificate-thief.ts";

const FROM = "the web process's certificate";

/** The control: by the same connection what the certificate may see is seen. */
async function ownProjectIsSeen({ world }: Ground): Promise<Control> {
  const { metadata } = await incusRequest(world.incus, "GET", `/1.0/projects/${world.incus.project}`);
  const { name } = metadata as { name?: string };
  return { "its own project is shown to it": name === world.incus.project };
}

export const certificateServer: readonly Attack[] = [
  {
    id: "certificate/other-projects",
    title: "Read or change other projects: golden seat, services",
    from: FROM,
    expects: "The certificate sees its own project alone.",
    run: async (ground) => {
      const { incus } = ground.world;
      const facts = await readFacts(incus);
      const golden = facts.golden.split("/")[0] ?? "";
      const query = { project: "default" };
      const get = (path: string) => () => incusRequest(incus, "GET", path, { query });
      return allRefused(
        {
          "list of instances of the default project": async () => {
            const { metadata } = await incusRequest(incus, "GET", "/1.0/instances", { query });
            if (Array.isArray(metadata) && metadata.length === 0)
              throw new IncusError(403, "the list is empty");
          },
          "golden seat": get(`/1.0/instances/${golden}`),
          "services' configuration": get(`/1.0/instances/${SERVICES}`),
          "a command in the golden seat": () =>
            incusRequest(incus, "POST", `/1.0/instances/${golden}/exec`, {
              query,
              body: { command: ["true"], "wait-for-websocket": true },
            }),
          "a file into the services": () =>
            pushFile({ ...incus, project: "default" }, SERVICES, "/tmp/doctor", "x"),
          "the golden seat's configuration": patch(
            ground,
            `/1.0/instances/${golden}`,
            { config: { "user.doctor": "x" } },
            "default",
          ),
          "its snapshot's deletion": () =>
            incusCall(incus, "DELETE", `/1.0/instances/${golden}/snapshots/doctor-none`, { query }),
          "a project of its own": () =>
            incusCall(incus, "POST", "/1.0/projects", { body: { name: "doctor", config: {} } }),
          "all projects at once": async () => {
            const { metadata } = await incusRequest(incus, "GET", "/1.0/instances", {
              query: { "all-projects": "true", recursion: "1" },
            });
            const foreign = (metadata as { project: string }[]).filter(
              ({ project }) => project !== layout.project,
            );
            if (foreign.length === 0) throw new IncusError(403, "only its own project is listed");
          },
        },
        await ownProjectIsSeen(ground),
      );
    },
  },
  {
    id: "certificate/server",
    title: "Change server, trust, project, network, rules, pool",
    from: FROM,
    expects: "Each is refused.",
    run: async (ground) =>
      allRefused(
        {
          "server settings": patch(ground, "/1.0", { config: { "user.doctor": "x" } }),
          "the project's own walls": patch(ground, `/1.0/projects/${layout.project}`, {
            config: { "user.doctor": "x" },
          }),
          "the network": patch(
            ground,
            `/1.0/networks/${layout.seatBridge}`,
            { config: { "user.doctor": "x" } },
            "default",
          ),
          "the network by our project": patch(ground, `/1.0/networks/${layout.seatBridge}`, {
            config: { "user.doctor": "x" },
          }),
          "the rules of who reaches what": patch(ground, `/1.0/network-acls/${layout.seatBridge}`, {
            config: { "user.doctor": "x" },
          }),
          "a network of its own": () =>
            incusCall(ground.world.incus, "POST", "/1.0/networks", {
              body: {
                name: "doctor0",
                type: "bridge",
                config: { "ipv4.address": "none", "ipv6.address": "none" },
              },
            }),
          "the pool": patch(ground, `/1.0/storage-pools/${layout.pool}`, { config: { "user.doctor": "x" } }),
          "a certificate without limits": () =>
            incusCall(ground.world.incus, "POST", "/1.0/certificates", {
              body: { name: "doctor", type: "client", token: true, restricted: false },
            }),
        },
        await ownProjectIsSeen(ground),
      ),
  },
  {
    id: "certificate/profile",
    title: "Poison the profile of the project",
    from: FROM,
    expects:
      "A profile may be edited, but no seat is made from one, and what the project forbids stays forbidden.",
    run: async (ground) => {
      const { incus } = ground.world;
      const name = "doctor-profile";
      const drop = () => incusCall(incus, "DELETE", `/1.0/profiles/${name}`).catch(() => undefined);
      /** Whether a profile with this in it may be written down, and then an instance be made from it. */
      const through = (config: object, devices: object) => async () => {
        await drop();
        await incusCall(incus, "POST", "/1.0/profiles", { body: { name, config, devices } });
        await make(ground, { body: { profiles: [name] } }, () => Promise.resolve());
      };
      const seat = await ground.attacker();
      const answer = await incusRequest(incus, "GET", `/1.0/instances/${seat.name}`);
      const profiles = (answer.metadata as { profiles?: readonly string[] | null }).profiles ?? [];
      try {
        const verdict = await allRefused(
          {
            "a profile with a folder of the machine": through(
              {},
              { host: { type: "disk", source: "/", path: "/host" } },
            ),
            "a profile with raw.lxc": through({ "raw.lxc": "lxc.hook.pre-start=/bin/true" }, {}),
            "a profile with a device": through(
              {},
              { kvm: { type: "unix-char", source: "/dev/kvm", path: "/dev/kvm" } },
            ),
          },
          { "an instance is made from a profile without them": (await refusal(through({}, {}))) === null },
        );
        return "control" in verdict
          ? judgeClaims(
              {
                [verdict.evidence]: true,
                [`seats have ${profiles.length} profiles`]: profiles.length === 0,
              },
              { [verdict.control]: true },
            )
          : verdict;
      } finally {
        await drop();
      }
    },
  },
  {
    id: "certificate/image-from-url",
    title: "Have the seat host fetch an image from an address",
    from: FROM,
    expects: "The seat host connects to nobody on anyone's word.",
    run: async (ground) => {
      const { machine } = ground;
      if (machine === null)
        return {
          skipped:
            "a listener beside the seat host can only be put up by root on its machine (sudo npm run doctor)",
        };
      const { incus } = ground.world;
      const listeners = [
        await machine.listen("127.0.0.1"),
        await machine.listen("192.0.2.78", { borrow: true }),
      ];
      try {
        const said: string[] = [];
        for (const { address, port } of listeners)
          for (const source of [
            { type: "url", url: `http://${address}:${port}/image` },
            {
              type: "image",
              mode: "pull",
              protocol: "simplestreams",
              server: `https://${address}:${port}`,
              alias: "x",
            },
            {
              type: "image",
              mode: "pull",
              protocol: "incus",
              server: `https://${address}:${port}`,
              alias: "x",
            },
          ]) {
            const answer = await refusal(() =>
              incusCall(incus, "POST", "/1.0/images", {
                body: { source },
                operationTimeoutMs: 6_000,
                timeoutMs: 8_000,
              }),
            ).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
            said.push(answer?.slice(-50) ?? "accepted");
          }
        await pause(500);
        return judgeClaims(
          {
            [`what it said: ${[...new Set(said)].join(" | ")}`.slice(0, 300)]: !said.includes("accepted"),
            "the doctor's listeners beside it were not connected to": listeners.every(
              (one) => one.hits() === 0,
            ),
          },
          // `listen` has asked them.
          {
            "the listeners answer where they stand": listeners.length === 2,
            ...(await ownProjectIsSeen(ground)),
          },
        );
      } finally {
        for (const listener of listeners) await listener.close();
      }
    },
    seconds: 90,
  },
  {
    id: "certificate/file-paths",
    title: "Paths and links in the files API that lead out of the instance",
    from: FROM,
    expects: "Every path ends within the instance.",
    run: async (ground) => {
      const seat = await ground.attacker();
      await say(
        seat,
        "ln -sfn / /root/top; ln -sfn /proc/1/root/../../.. /root/up; echo own > /etc/doctor-own",
      );
      const { incus } = ground.world;
      const mark = `${ground.config.DATA_DIR}/mark`;
      await writeFile(mark, "machine");
      const read = (path: string) =>
        incusRequest(incus, "GET", `/1.0/instances/${seat.name}/files`, { query: { path } }).then(
          () => "read",
          (error: unknown) =>
            error instanceof IncusError ? (error.message.includes("not JSON") ? "read" : "refused") : "fault",
        );
      const own = await read("/etc/doctor-own");
      const control = { "a file of its own is read": own === "read" };
      const claims: Record<string, boolean> = {};
      for (const path of [
        mark,
        `../../../../../..${mark}`,
        `/root/top${mark}`,
        `/root/up${mark}`,
        `/proc/1/root/../..${mark}`,
      ])
        claims[`${path.replace(mark, ".../mark")}: ${await read(path)}`] = (await read(path)) !== "read";
      const template = await refusal(() =>
        incusRequest(incus, "POST", `/1.0/instances/${seat.name}/metadata/templates`, {
          query: { path: "../../../doctor.tpl" },
          body: "x",
        }),
      );
      claims[`a template above its folder: ${template ?? "accepted"}`] = template !== null;
      return judgeClaims(claims, control);
    },
  },
  {
    id: "certificate/backups",
    title: "Copy seats out: backups, exports, snapshots, buckets",
    from: FROM,
    expects: "The project refuses what would leave data or fill the machine's own disk.",
    run: async (ground) => {
      const seat = await ground.attacker();
      const { incus } = ground.world;
      return allRefused(
        {
          "a backup": () =>
            incusCall(incus, "POST", `/1.0/instances/${seat.name}/backups`, { body: { name: "doctor" } }),
          "a snapshot": () =>
            incusCall(incus, "POST", `/1.0/instances/${seat.name}/snapshots`, { body: { name: "doctor" } }),
          "a move to another project": () =>
            incusCall(incus, "POST", `/1.0/instances/${seat.name}`, {
              body: { name: seat.name, migration: true, project: "default" },
            }),
        },
        await ownProjectIsSeen(ground),
      );
    },
  },
];
