import http from "node:http";
import type { Duplex } from "node:stream";
import type { Seat } from "../../core/seat/port.ts";
import { asSocket } from "../docker/engine.ts";
import { APP_CONTAINER } from "../docker/run-container.ts";
import type { PreviewClaim } from "./preview-claim.ts";

/** Enough for a browser's six, a stream of events or two, and a second tab. */
const MAX_SOCKETS = 16;
/** Servers hang up on an idle connection after five seconds and more; ours are given up before that. */
const FREE_MS = 2000;

const OPTIONS = "connect-timeout=5,nodelay";
/** Asked in the seat itself: whatever its engine says, this goes no further than the seat does. */
const TO_APP = `set -- "$1" $(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' ${APP_CONTAINER}) && exec socat - "TCP4:$2:$1,${OPTIONS}"`;

export type PortTarget = Pick<PreviewClaim, "of" | "port">;

/** The seat's own way to a port: what `curl localhost:<port>` in its terminal reaches, or the container of Run. */
export async function dialPort(seat: Seat<Duplex>, { of, port }: PortTarget): Promise<Duplex> {
  const stream = await seat.dial(
    of === "app"
      ? ["sh", "-c", TO_APP, "sh", String(port)]
      : ["socat", "-", `TCP4:127.0.0.1:${port},${OPTIONS}`],
  );
  // Whoever uses it hears of its end by its close as well.
  stream.on("error", () => stream.destroy());
  return asSocket(stream);
}

/** Dials a port in a seat for every connection that Node's client asks for, and uses one again for a moment. */
export class PortAgent extends http.Agent {
  readonly #seat: Seat<Duplex>;
  readonly #target: PortTarget;
  readonly #expiry = new WeakMap<Duplex, NodeJS.Timeout>();

  constructor(seat: Seat<Duplex>, target: PortTarget) {
    super({ keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: MAX_SOCKETS });
    this.#seat = seat;
    this.#target = target;
  }

  override createConnection(
    _options: unknown,
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    dialPort(this.#seat, this.#target).then(
      (stream) => {
        // The app hung up: there will be no answer to a next request.
        stream.once("end", () => setImmediate(() => stream.destroy()));
        done?.(null, stream);
      },
      (error: unknown) =>
        done?.(error instanceof Error ? error : new Error(String(error)), undefined as unknown as Duplex),
    );
    // Nothing yet: the callback brings it, as the agent allows.
    return undefined;
  }

  override keepSocketAlive(stream: Duplex): boolean {
    this.#expiry.set(
      stream,
      setTimeout(() => stream.destroy(), FREE_MS),
    );
    return true;
  }

  override reuseSocket(stream: Duplex, request: http.ClientRequest): void {
    clearTimeout(this.#expiry.get(stream));
    // Says of the request that it came on a used connection, and takes off what listened while it was free.
    super.reuseSocket(stream, request);
  }
}
