import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Seat, SeatHost } from "../../core/seat/port.ts";
import { type Config, readConfig, seatHostDirectory } from "../config.ts";
import { connectSeatHost } from "./connect-seat-host.ts";
import { seatHostContract } from "./seat-host.contract.ts";

/*
 * Against the machine's seat host, held up by `npm test`. A data directory of our own makes these seats ours alone:
 * a site that serves beside the tests keeps its own.
 */
const machine = readConfig();
const directory = await mkdtemp(path.join(tmpdir(), "drydock-seats-"));
const config: Config = {
  ...machine,
  DATA_DIR: directory,
  SEAT_HOST_DIR: seatHostDirectory(machine),
  RESERVE_SEATS: 0,
  RESERVE_GRADING_SEATS: 0,
  SEAT_MEMORY: 1024 ** 3,
  SEAT_PROCESSES: 400,
};
const students = ["ann", "ben", "cleo"];

afterAll(async () => {
  const host = await connectSeatHost(config);
  for (const student of students) await host.discardSeat(student);
  await host.tend();
  await host.close();
  await rm(directory, { recursive: true });
});

seatHostContract("incus", () => connectSeatHost(config));

describe("seats at Incus", () => {
  let host: SeatHost<Duplex>;
  let ann: Seat<Duplex>;
  let ben: Seat<Duplex>;
  const sh = (seat: Seat<Duplex>, script: string, timeoutMs = 60_000) =>
    seat.exec(["sh", "-c", script], { timeoutMs });

  beforeAll(async () => {
    host = await connectSeatHost(config);
    [ann, ben] = await Promise.all([host.openSeat("ann"), host.openSeat("ben")]);
  });
  afterAll(() => host.close());

  const addressOf = async (seat: Seat<Duplex>) =>
    (await sh(seat, "ip -4 -o address show dev eth0 | awk '{print $4}' | cut -d/ -f1")).stdout.trim();

  describe("network", () => {
    it("lets no seat reach another, by TCP, UDP or at all", async () => {
      const there = await addressOf(ben);
      expect(there).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
      const listener = await ben.dial(["socat", "-u", "TCP-LISTEN:7000,reuseaddr,fork", "STDOUT"]);
      await pause(500);
      // The listener is there: its own seat reaches it.
      expect((await sh(ben, `echo hi | timeout 3 socat - TCP:${there}:7000`)).exitCode).toBe(0);
      expect(
        (await sh(ann, `echo hi | timeout 3 socat - TCP:${there}:7000,connect-timeout=2`)).exitCode,
      ).not.toBe(0);
      expect(
        (await sh(ann, `ip neigh flush all; timeout 3 socat - TCP:${there}:7000; ip neigh show ${there}`))
          .stdout,
      ).not.toMatch(/lladdr/);
      listener.destroy();
    });

    it("reaches proxy and package index and nothing else at their address", async () => {
      const services = (
        await sh(ann, "echo $SEAT_SERVICES; tr '\\0' '\\n' < /proc/1/environ | grep SEAT_SERVICES")
      ).stdout;
      const address = /(\d+\.\d+\.\d+\.\d+)/.exec(services)?.[1] ?? "";
      const open = async (port: number) =>
        (await sh(ann, `timeout 3 socat -u /dev/null TCP:${address}:${port},connect-timeout=2`)).exitCode ===
        0;
      expect(await open(3128)).toBe(true);
      expect(await open(80)).toBe(true);
      for (const port of [22, 53, 443, 8080, 8443]) expect(await open(port)).toBe(false);
    });

    it("does not reach its seat host, by address of the bridge or its API's port", async () => {
      const subnet = (await addressOf(ann)).split(".").slice(0, 2).join(".");
      for (const port of [53, 80, 8443])
        expect(
          (await sh(ann, `timeout 3 socat -u /dev/null TCP:${subnet}.0.1:${port},connect-timeout=2`))
            .exitCode,
        ).not.toBe(0);
    });

    it("has no way out past the proxy: no route, no names, no IPv6", async () => {
      expect((await sh(ann, "ip route get 192.0.2.1")).exitCode).not.toBe(0);
      expect((await sh(ann, "ip -6 route show default")).stdout.trim()).toBe("");
      expect((await sh(ann, "timeout 5 getent hosts deb.debian.org")).exitCode).not.toBe(0);
      const withRoute =
        "ip route replace default via 10.78.0.1 2>/dev/null || ip route replace default dev eth0; ";
      expect((await sh(ann, `${withRoute} timeout 4 curl -s -m 3 http://192.0.2.1/`)).exitCode).not.toBe(0);
      await sh(ann, "ip route del default");
    });

    it("answers nobody under another address than its own", async () => {
      const stolen = "10.78.14.99/20";
      const result = await sh(
        ann,
        `ip address add ${stolen} dev eth0; timeout 3 socat -u /dev/null TCP:10.78.0.2:3128,bind=10.78.14.99,connect-timeout=2; ` +
          `code=$?; ip address del ${stolen} dev eth0; exit $code`,
      );
      expect(result.exitCode).not.toBe(0);
    });

    const viaProxy = (url: string) =>
      sh(ann, `curl -s -o /dev/null -m 20 -w '%{http_code}' --proxy http://services:3128 ${url}`);

    it("refuses by proxy every host that is not on the list, and addresses within the network", async () => {
      for (const url of [
        "http://example.com/",
        "http://127.0.0.1/",
        "http://10.78.0.1:8443/",
        "http://10.0.2.2/",
        "http://169.254.169.254/",
        "http://[::1]/",
      ])
        expect((await viaProxy(url)).stdout, url).toBe("403");
      expect((await viaProxy("http://deb.debian.org:8080/")).stdout).toBe("403");
    });

    it("fetches Debian packages through the proxy", async () => {
      expect((await viaProxy("http://deb.debian.org/debian/dists/bookworm/InRelease")).stdout).toBe("200");
    });
  });

  describe("limits", () => {
    it("stops what takes more memory than the seat has; the engine lives on", async () => {
      const hog = await sh(ann, "head -c 2500m /dev/zero | tail | wc -c");
      expect(hog.stdout.trim()).not.toBe(String(2500 * 1024 * 1024));
      expect((await sh(ann, "docker info --format '{{.ServerVersion}}'")).exitCode).toBe(0);
    });

    it("stops a fork bomb at the number of processes", async () => {
      const bomb = "i=0; while [ $i -lt 600 ]; do sleep 5 & i=$((i+1)); done; wait";
      const result = await sh(ann, bomb, 30_000);
      expect(result.stderr).toMatch(/fork|resource/i);
      const { processes } = await ann.usage();
      expect(processes).toBeLessThanOrEqual(config.SEAT_PROCESSES);
      await pause(6000);
      expect((await ann.exec(["true"])).exitCode).toBe(0);
    });

    it("stops writing at the size of the disk; the engine lives on", async () => {
      const filled = await sh(ann, `fallocate -l ${config.SEAT_DISK} /root/fill`);
      expect(filled.exitCode).not.toBe(0);
      expect(filled.stderr).toMatch(/quota|space/i);
      expect((await sh(ann, "rm -f /root/fill; docker info --format '{{.ServerVersion}}'")).exitCode).toBe(0);
    });

    it("counts what the seat uses", async () => {
      const usage = await ann.usage();
      expect(usage).toMatchObject({ state: "awake" });
      expect(usage.memoryBytes).toBeGreaterThan(1_000_000);
      expect(usage.memoryBytes).toBeLessThanOrEqual(config.SEAT_MEMORY);
      expect(usage.processes).toBeGreaterThan(3);
      expect(usage.diskBytes).toBeGreaterThan(100_000_000);
      expect(usage.diskBytes).toBeLessThan(config.SEAT_DISK);
    });

    it("gives root in a privileged container no device, no kernel log and no other process", async () => {
      const image = (
        await sh(ann, "docker images --format '{{.Repository}}:{{.Tag}}' | grep debian | head -n 1")
      ).stdout.trim();
      expect(image).not.toBe("");
      const result = await sh(
        ann,
        `docker run --rm --privileged --pid=host --net=host -v /:/host ${image} ` +
          "sh -c 'mknod /tmp/d b 254 0; dmesg | head -n 1; cat /proc/self/uid_map'",
      );
      expect(result.stderr).toMatch(/Operation not permitted/);
      expect(result.stdout.trim().split(/\s+/)[1]).not.toBe("0");
    });
  });

  describe("what comes and goes", () => {
    it("knows a student's seat after the web process has started anew", async () => {
      await ann.putFiles("/workspace/x", [{ path: "f", content: "1" }]);
      const next = await connectSeatHost(config);
      const seat = await next.openSeat("ann");
      expect(seat.name).toBe(ann.name);
      await next.close();
    });

    it("starts the engine again for a student who has killed it, and keeps files", async () => {
      await ben.exec(["touch", "/root/kept"]);
      await sh(ben, "kill -9 $(pidof dockerd)").catch(() => undefined);
      const again = await host.openSeat("ben");
      expect((await sh(again, "docker version --format '{{.Server.Version}}'")).exitCode).toBe(0);
      expect((await again.exec(["cat", "/root/kept"])).exitCode).toBe(0);
    });

    it("keeps a reserve that the next student gets at once, and of which nobody is given a used one", async () => {
      const keeper = await connectSeatHost({ ...config, RESERVE_SEATS: 1 });
      await keeper.tend();
      const asked = performance.now();
      const seat = await keeper.openSeat("cleo");
      const lived = Number((await seat.exec(["ps", "-o", "etimes=", "-p", "1"])).stdout);
      // It ran before it was asked for.
      expect(lived * 1000).toBeGreaterThan(performance.now() - asked);
      expect((await sh(seat, "docker ps -q | wc -l")).stdout.trim()).toBe("0");
      await keeper.close();
      // The keeper has filled its reserve again; without one it goes.
      await host.tend();
    });

    it("gives nobody a seat of the reserve before its engine answers", async () => {
      const keeper = await connectSeatHost({ ...config, RESERVE_SEATS: 1 });
      const filling = keeper.tend();
      for (let time = 0; time < 3; time += 1) {
        await host.discardSeat("cleo");
        const seat = await keeper.openSeat("cleo");
        expect(await sh(seat, "docker version --format '{{.Server.Os}}'")).toMatchObject({
          stdout: "linux\n",
        });
      }
      await filling;
      await keeper.close();
      await host.tend();
    });

    it("refuses a seat beyond the limit in words", async () => {
      const full = await connectSeatHost({ ...config, SEAT_LIMIT: 1 });
      await expect(full.openSeat("dora")).rejects.toMatchObject({ code: "TOO_MANY" });
      await expect(full.takeGradingSeat()).rejects.toMatchObject({ code: "TOO_MANY" });
      await full.close();
    });
  });
});
