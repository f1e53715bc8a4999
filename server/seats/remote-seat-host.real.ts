import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { realConfig } from "../../testing/real-seat.ts";
import { connectSeatHost } from "./connect-seat-host.ts";

const STUDENT = "remote-tests";
const { config, remove } = await realConfig();
const directory = config.SEAT_HOST_DIR;
let relay: Server;
const open = new Set<Socket>();

/** The README's `socat TCP-LISTEN:8443,fork UNIX-CONNECT:.../incus.sock`, on loopback. */
beforeAll(async () => {
  relay = createServer((socket) => {
    const there = connect(`${directory}/incus.sock`);
    for (const [one, other] of [
      [socket, there],
      [there, socket],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy()).on("close", () => open.delete(one));
    }
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
});

afterAll(async () => {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => relay.close(resolve));
  await remove();
});

describe("a seat host that somebody else keeps", () => {
  const settings = (certificate: string) => ({
    ...config,
    SEAT_HOST: `https://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    SEAT_HOST_CERT: `${directory}/client.crt`,
    SEAT_HOST_KEY: `${directory}/client.key`,
    SEAT_HOST_CA: certificate,
  });

  it("gives seats over https with a client certificate", async () => {
    const host = await connectSeatHost(settings(`${directory}/server.crt`));
    try {
      const seat = await host.openSeat(STUDENT);
      expect((await seat.exec(["docker", "version", "-f", "{{.Server.Os}}"])).stdout).toBe("linux\n");
    } finally {
      await host.discardSeat(STUDENT);
      await host.tend();
      await host.close();
    }
  });

  it("is not spoken to when it shows another certificate than the one it must show", async () => {
    await expect(connectSeatHost(settings(`${directory}/client.crt`))).rejects.toMatchObject({
      code: "SEAT_UNAVAILABLE",
    });
  });
});
