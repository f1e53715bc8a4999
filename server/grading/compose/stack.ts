import type { Duplex } from "node:stream";
import { z } from "zod";
import type { StackMount } from "../../../core/check/judge-compose-keeps.ts";
import type { Seat } from "../../../core/seat/port.ts";
import { addressOf } from "../../docker/app/address-of.ts";
import { type AppAddress, exchange, type ExchangeResult } from "../../docker/app/exchange.ts";
import type { Engine } from "../../docker/engine.ts";
import { type Grading, plainEnd } from "../grading.ts";
import { compose, STACK_FILE } from "./compose-command.ts";
import { describeServices, listContainers, type ProjectContainer } from "./list-services.ts";

const COMMAND_MS = 90_000;
/** Longer than a database needs to end in good order. */
const STOP_SECONDS = "5";

const mounts = z.object({
  Mounts: z
    .array(
      z.object({
        Type: z.string().max(20),
        Name: z.string().max(500).nullish(),
        Destination: z.string().max(500),
      }),
    )
    .max(200)
    .nullish(),
});
const volumes = z.object({
  Volumes: z
    .array(z.object({ Name: z.string().max(500) }))
    .max(1000)
    .nullish(),
});

/** The judged stack in a grading seat: brought up, asked, broken and taken down. What fails is a text, no fault. */
export class Stack {
  readonly #seat: Seat<Duplex>;
  readonly #engine: Engine;
  readonly #grading: Grading;

  constructor(seat: Seat<Duplex>, engine: Engine, grading: Grading) {
    this.#seat = seat;
    this.#engine = engine;
    this.#grading = grading;
  }

  /** Builds only the first time: whatever is in the project's folder by then is not looked at again. */
  async up(first: boolean): Promise<string | null> {
    const { buildSeconds } = this.#grading.limits;
    const timeoutMs = COMMAND_MS + (first ? buildSeconds * 1000 : 0);
    return this.#run(first ? ["up", "-d", "--quiet-pull"] : ["up", "-d", "--no-build"], timeoutMs);
  }

  down(...options: readonly string[]): Promise<string | null> {
    return this.#run(["down", "-t", STOP_SECONDS, ...options]);
  }

  stop(service: string): Promise<string | null> {
    return this.#run(["stop", "-t", STOP_SECONDS, service]);
  }

  start(service: string): Promise<string | null> {
    return this.#run(["start", service]);
  }

  /** The service's container, whatever its state; null when there is none. */
  async container(service: string): Promise<ProjectContainer | null> {
    const containers = await listContainers(this.#engine, this.#grading.signal);
    return containers.find((one) => one.service === service) ?? null;
  }

  /** Where the service answers, as long as it runs. */
  async address(service: string, port: number): Promise<AppAddress | null> {
    const found = await this.container(service);
    const ip = found?.inspect.State.Status === "running" ? addressOf(found.inspect) : null;
    return ip === null ? null : { ip, port };
  }

  ask(
    address: AppAddress,
    request: { readonly method: "GET" | "POST"; readonly path: string; readonly body?: unknown },
  ): Promise<ExchangeResult> {
    return exchange(this.#seat, address, {
      method: request.method,
      path: request.path,
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      timeoutMs: 15_000,
      maxBytes: 256 * 1024,
      signal: this.#grading.signal,
    });
  }

  async mounts(id: string): Promise<StackMount[]> {
    const path = `/containers/${id}/json`;
    const found = await this.#engine.json({ method: "GET", path, signal: this.#grading.signal }, mounts);
    return (found.Mounts ?? []).map((one) => ({
      type: one.Type,
      // The engine gives those without a name its own: 64 digits.
      name: one.Type !== "volume" || /^[0-9a-f]{64}$/.test(one.Name ?? "") ? null : (one.Name ?? null),
      target: one.Destination,
    }));
  }

  async volumes(): Promise<string[]> {
    const request = { method: "GET", path: "/volumes", signal: this.#grading.signal } as const;
    return ((await this.#engine.json(request, volumes)).Volumes ?? []).map(({ Name }) => Name);
  }

  /** States of all services and the ends of the logs of those that do not run, for people. */
  async describe(): Promise<string> {
    const containers = await listContainers(this.#engine, this.#grading.signal);
    const services = await describeServices(this.#engine, containers, this.#grading.signal);
    return services
      .map(({ name, state, exitCode, health, log }) => {
        const how = exitCode === null ? (health === null ? "" : `, ${health}`) : ` with code ${exitCode}`;
        const end = log.trim() === "" ? "" : `\n${plainEnd(log, 1500).trim()}`;
        return `${name}: ${state}${how}${end}`;
      })
      .join("\n");
  }

  async #run(command: readonly string[], timeoutMs = COMMAND_MS): Promise<string | null> {
    const { signal } = this.#grading;
    const done = await compose(this.#seat, STACK_FILE, command, { signal, timeoutMs });
    if (done.exitCode === 0) return null;
    if (done.exitCode === 124) return `docker compose ${command[0] ?? ""} did not come to its end in time`;
    return plainEnd(`${done.stdout}\n${done.stderr}`, 3000).trim();
  }
}
