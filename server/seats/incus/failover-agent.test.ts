import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import https from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { closeConnection, connectByCertificate, type IncusConnection } from "./connection.ts";
import { incusRequest } from "./request.ts";

/* Members of a cluster, which all show the cluster's certificate. */

let directory = "";
let certificate = "";
let key = "";
const servers: (Server | https.Server)[] = [];
const sockets = new Set<Socket>();
let incus: IncusConnection;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "drydock-failover-"));
  const [keyFile, file] = [path.join(directory, "key"), path.join(directory, "crt")];
  execFileSync(
    "openssl",
    [
      ...[
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
      ],
      ...["-subj", "/CN=cluster", "-keyout", keyFile, "-out", file],
    ],
    { stdio: "ignore" },
  );
  [certificate, key] = [readFileSync(file, "utf8"), readFileSync(keyFile, "utf8")];
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => {
  closeConnection(incus);
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server | https.Server): Promise<string> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const member = (name: string) =>
  https.createServer({ key, cert: certificate }, (request, response) => {
    // Asked to wait it never answers.
    if (request.url?.startsWith("/wait") !== true)
      response.end(JSON.stringify({ type: "sync", metadata: name }));
  });
/** Takes connections and says nothing: a relay whose daemon is dead, a machine that is off. */
const silent = () => createServer();

function connect(...origins: string[]): void {
  incus = connectByCertificate({
    origin: origins.join(", "),
    project: "p",
    certificate: { certificate, key, serverCertificate: certificate },
  });
}
const ask = async () => (await incusRequest(incus, "GET", "/")).metadata;

/** An address where nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  const origin = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return origin;
}

describe("several members of a cluster", () => {
  it("asks the first, and the next when nobody listens there", async () => {
    connect(await listen(member("one")), await listen(member("two")));
    expect(await ask()).toBe("one");
    closeConnection(incus);
    connect(await nowhere(), await listen(member("two")));
    expect(await ask()).toBe("two");
  });

  it("asks the next when one takes the connection and says nothing", async () => {
    const one = silent();
    let connections = 0;
    one.on("connection", () => (connections += 1));
    connect(await listen(one), await listen(member("two")));
    expect(await ask()).toBe("two");
    expect(connections).toBe(1);
    // It is not waited for a second time.
    expect(await ask()).toBe("two");
    expect(connections).toBe(1);
  });

  it("goes to the next when one dies, and breaks what waits for an answer of one that falls silent", async () => {
    const one = member("one");
    connect(await listen(one), await listen(member("two")));
    expect(await ask()).toBe("one");
    const waits = incusRequest(incus, "GET", "/wait", { timeoutMs: 60_000 });
    // The network loses everything from now on: connections stay, and nothing comes.
    one.removeAllListeners("connection");
    one.on("connection", (socket: Socket) => sockets.add(socket));
    await expect(waits).rejects.toMatchObject({ status: 0 });
    expect(await ask()).toBe("two");
  });

  it("fails when none answers", async () => {
    connect(await nowhere(), await nowhere());
    await expect(ask()).rejects.toMatchObject({ status: 0 });
  });
});
