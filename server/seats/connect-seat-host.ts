import { readFile } from "node:fs/promises";
import type { Duplex } from "node:stream";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import type { SeatHost } from "../../core/seat/port.ts";
import { type Config, seatHostDirectory } from "../config.ts";
import { createDockerSeatHost } from "./docker/docker-seat-host.ts";
import { type ClientCertificate, connectByCertificate, type IncusConnection } from "./incus/connection.ts";
import { createIncusSeatHost } from "./incus-seat-host.ts";
import { createIncusWorld, type IncusWorld } from "./incus-world.ts";

/** Name of the project, here and at a seat host that somebody else keeps. */
const PROJECT = "drydock";

const unavailable = z.object({ reason: z.string(), remedy: z.string() });

/**
 * Connects to the seat host that the settings name. Returns when it has answered.
 * Throws AppError SEAT_HOST_MISSING, whose userMessage says what is missing and how to give it, or
 * SEAT_UNAVAILABLE when there is one that does not answer now.
 */
export async function connectSeatHost(config: Config): Promise<SeatHost<Duplex>> {
  const host =
    config.SEAT_HOST === "docker"
      ? createDockerSeatHost(config)
      : createIncusSeatHost(await openIncusWorld(config));
  try {
    await host.describe();
  } catch (error) {
    await host.close();
    throw error;
  }
  return host;
}

/** The way to the seat host that the settings name, not yet tried. */
export async function openIncusWorld(config: Config): Promise<IncusWorld> {
  return createIncusWorld(await openConnection(config), config);
}

async function openConnection(config: Config): Promise<IncusConnection> {
  if (config.SEAT_HOST === "none")
    throw missing(
      "SEAT_HOST=none",
      "No seats: SEAT_HOST is set to none. Start Drydock without it, as root on Linux.",
    );
  if (config.SEAT_HOST !== "auto") {
    const certificate = await readCertificate(
      {
        certificate: config.SEAT_HOST_CERT,
        key: config.SEAT_HOST_KEY,
        serverCertificate: config.SEAT_HOST_CA,
      },
      (file, setting) =>
        missing(
          `${setting}=${file} cannot be read`,
          `SEAT_HOST=${config.SEAT_HOST} needs SEAT_HOST_CERT, SEAT_HOST_KEY and SEAT_HOST_CA; ${setting} cannot be read.`,
        ),
    );
    return connectByCertificate({ origin: config.SEAT_HOST, project: PROJECT, certificate });
  }
  const directory = seatHostDirectory(config);
  const told = await readFile(`${directory}/unavailable.json`, "utf8").catch(() => null);
  if (told !== null) {
    const { reason, remedy } = unavailable.parse(JSON.parse(told));
    throw missing(`unavailable.json: ${reason}`, `${reason} ${remedy}`);
  }
  const certificate = await readCertificate(
    {
      certificate: `${directory}/client.crt`,
      key: `${directory}/client.key`,
      serverCertificate: `${directory}/server.crt`,
    },
    (file) =>
      missing(
        `${file} cannot be read`,
        "This site has no seat host yet. Start it with `npm start` as root on Linux.",
      ),
  );
  return connectByCertificate({
    origin: "https://incus",
    project: PROJECT,
    certificate,
    socketPath: `${directory}/incus.sock`,
  });
}

const settingOf = {
  certificate: "SEAT_HOST_CERT",
  key: "SEAT_HOST_KEY",
  serverCertificate: "SEAT_HOST_CA",
} as const;

async function readCertificate(
  files: ClientCertificate,
  fail: (file: string, setting: string) => AppError,
): Promise<ClientCertificate> {
  const read = async (part: keyof ClientCertificate) => {
    try {
      return await readFile(files[part], "utf8");
    } catch {
      throw fail(files[part], settingOf[part]);
    }
  };
  return {
    certificate: await read("certificate"),
    key: await read("key"),
    serverCertificate: await read("serverCertificate"),
  };
}

function missing(message: string, userMessage: string): AppError {
  return new AppError("SEAT_HOST_MISSING", { message, userMessage });
}
