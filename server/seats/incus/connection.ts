import { X509Certificate } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { FailoverAgent } from "./failover-agent.ts";

/** How to reach one Incus. Made once, shared by all requests; `agent` keeps connections open. */
export interface IncusConnection {
  /** What names the other end in messages and in the Host header, such as "https://incus". */
  readonly origin: string;
  readonly agent: http.Agent;
  /** Project that every request is made in. */
  readonly project: string;
  readonly module: typeof http | typeof https;
}

export interface ClientCertificate {
  /** PEM texts. `serverCertificate` is pinned: another certificate is refused, whoever signed it. */
  readonly certificate: string;
  readonly key: string;
  readonly serverCertificate: string;
}

/** Root's way in: the daemon's own socket, without encryption, with all rights. */
export function connectByRootSocket(socketPath: string, project: string): IncusConnection {
  const agent = new http.Agent({ keepAlive: true, socketPath } as http.AgentOptions);
  return { origin: "http://incus", agent, project, module: http };
}

/**
 * The web process's way in: TLS with a client certificate, over TCP or, when `socketPath` is given, over a
 * Unix socket that leads into the network namespace of a private Incus.
 */
export function connectByCertificate(options: {
  /** URL of the API; of a cluster those of several members, with commas. */
  readonly origin: string;
  readonly project: string;
  readonly certificate: ClientCertificate;
  readonly socketPath?: string;
}): IncusConnection {
  const pinned = new X509Certificate(options.certificate.serverCertificate).fingerprint256;
  const [first = "", ...others] = options.origin.split(",").map((url) => url.trim());
  const settings: https.AgentOptions = {
    keepAlive: true,
    cert: options.certificate.certificate,
    key: options.certificate.key,
    ca: options.certificate.serverCertificate,
    minVersion: "TLSv1.3",
    // The name in Incus's own certificate is the host's, which says nothing here; its fingerprint does.
    checkServerIdentity: (_host, peer) =>
      peer.fingerprint256 === pinned
        ? undefined
        : new Error(`the seat host shows another certificate than the pinned one (${peer.fingerprint256})`),
    ...(options.socketPath === undefined ? {} : { socketPath: options.socketPath }),
  };
  const agent: https.Agent =
    others.length === 0
      ? new https.Agent(settings)
      : new FailoverAgent(
          [first, ...others].map((url) => new URL(url)),
          settings,
        );
  return { origin: first, agent, project: options.project, module: https };
}

export function closeConnection(connection: IncusConnection): void {
  connection.agent.destroy();
}
