import https from "node:https";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";

/** A member that has not shaken hands within this time is taken for dead, and the next is asked. */
const CONNECT_MS = 3_000;
/** So often the member in use is asked for a handshake: a machine without power breaks no connection. */
const WATCH_MS = 3_000;

type Done = (error: Error | null, stream: Duplex) => void;

/**
 * Connections to a cluster: to the first of its members that answers, and to the same one as long as it does. When
 * it falls silent all connections to it are broken, so that whoever waits hears of it, and the next member is asked.
 */
export class FailoverAgent extends https.Agent {
  readonly #members: readonly URL[];
  readonly #sockets = new Map<TLSSocket, number>();
  readonly #watch: NodeJS.Timeout;
  #current = 0;
  #asking = false;

  /** @param members their URLs, the one to ask first in front */
  constructor(members: readonly URL[], options: https.AgentOptions) {
    super(options);
    this.#members = members;
    this.#watch = setInterval(() => void this.#look(), WATCH_MS);
    this.#watch.unref();
  }

  override createConnection(options: https.RequestOptions, done?: Done): null {
    this.#connect(options).then(
      (socket) => done?.(null, socket),
      // There is no stream where there is an error, whatever the type says.
      (error: unknown) => (done as ((error: unknown) => void) | undefined)?.(error),
    );
    // The stream comes by the callback.
    return null;
  }

  override destroy(): void {
    clearInterval(this.#watch);
    for (const socket of this.#sockets.keys()) socket.destroy();
    super.destroy();
  }

  async #connect(options: https.RequestOptions): Promise<TLSSocket> {
    let fault: unknown = null;
    const first = this.#current;
    for (let step = 0; step < this.#members.length; step += 1) {
      const member = (first + step) % this.#members.length;
      try {
        const socket = await this.#shakeHands(member, options);
        this.#current = member;
        this.#sockets.set(socket, member);
        socket.once("close", () => this.#sockets.delete(socket));
        return socket;
      } catch (error) {
        fault = error;
      }
    }
    throw fault;
  }

  #shakeHands(member: number, options: https.RequestOptions): Promise<TLSSocket> {
    const url = this.#members[member];
    return new Promise((resolve, reject) => {
      const there = { ...options, host: url?.hostname, port: Number(url?.port ?? 0) || 443, servername: "" };
      const socket = super.createConnection(there) as TLSSocket;
      const late = setTimeout(() => socket.destroy(new Error(`${url?.host ?? ""} is silent`)), CONNECT_MS);
      const fail = (error?: Error) => {
        clearTimeout(late);
        reject(error ?? new Error(`${url?.host ?? ""} hung up`));
      };
      socket.once("error", fail);
      socket.once("close", () => fail());
      socket.once("secureConnect", () => {
        clearTimeout(late);
        socket.removeAllListeners("error");
        socket.removeAllListeners("close");
        resolve(socket);
      });
    });
  }

  async #look(): Promise<void> {
    const member = this.#current;
    if (this.#asking || ![...this.#sockets.values()].includes(member)) return;
    this.#asking = true;
    try {
      (await this.#shakeHands(member, this.options)).destroy();
    } catch {
      if (this.#current === member) this.#current = (member + 1) % this.#members.length;
      for (const [socket, to] of this.#sockets)
        if (to === member) socket.destroy(new Error("the member of the cluster fell silent"));
    } finally {
      this.#asking = false;
    }
  }
}
