import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { say } from "../../core/messages/say.ts";
import type { SeatLimits } from "../../core/seat/port.ts";
import type { Config } from "../config.ts";
import type { IncusConnection } from "./incus/connection.ts";
import { incusRequest } from "./incus/request.ts";
import type { SeatPlace } from "./seat-config.ts";

/** What setup has written down about this seat host, in the project that our certificate may read but not write. */
export interface SeatFacts {
  readonly place: SeatPlace;
  /** Network of the seats, such as "10.91.240.0/20". */
  readonly subnet: string;
  /** "instance/snapshot" in Incus's default project. */
  readonly golden: string;
  /**
   * In a cluster: the golden seat as an image of our project, its fingerprint, which every member makes clones from.
   * Null where the seat host stands alone: there a clone is a copy of the golden seat.
   */
  readonly goldenImage: string | null;
  /** Disk that each clone shares with it, and that counts towards its own. */
  readonly goldenBytes: number;
  readonly standIns: boolean;
  /** Way out for builds on images that do not know it by themselves. */
  readonly proxy: { readonly url: string; readonly except: string } | null;
  /** The class registry as seats name it ("registry:5000"), and the key of its credentials; null where there is none. */
  readonly registry: { readonly host: string; readonly key: string } | null;
}

const projectShape = z.object({
  config: z.object({
    "user.drydock.pool": z.string(),
    "user.drydock.network": z.string(),
    "user.drydock.subnet": z.string().regex(/^\d+\.\d+\.\d+\.\d+\/\d+$/),
    "user.drydock.services": z.string(),
    "user.drydock.golden": z.string(),
    "user.drydock.image": z
      .string()
      .regex(/^([0-9a-f]{64})?$/)
      .default(""),
    "user.drydock.goldenbytes": z.coerce.number().default(0),
    "user.drydock.standins": z.string(),
    "user.drydock.proxy": z.string().default(""),
    "user.drydock.noproxy": z.string().default(""),
    "user.drydock.registry": z.string().default(""),
    "user.drydock.registrykey": z.string().default(""),
  }),
});

export async function readFacts(incus: IncusConnection): Promise<SeatFacts> {
  const answer = await incusRequest(incus, "GET", `/1.0/projects/${incus.project}`);
  const parsed = projectShape.safeParse(answer.metadata);
  if (!parsed.success) {
    // Setup writes these down last, when seats can be had.
    throw new AppError("SEAT_HOST_MISSING", {
      message: `the seat host is not prepared: ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`,
      userMessage: say("seats.preparing"),
    });
  }
  const { config } = parsed.data;
  return {
    place: {
      pool: config["user.drydock.pool"],
      network: config["user.drydock.network"],
      prefix: Number(config["user.drydock.subnet"].split("/")[1]),
      servicesAddress: config["user.drydock.services"],
    },
    subnet: config["user.drydock.subnet"],
    golden: config["user.drydock.golden"],
    goldenImage: config["user.drydock.image"] === "" ? null : config["user.drydock.image"],
    goldenBytes: config["user.drydock.goldenbytes"],
    standIns: config["user.drydock.standins"] === "true",
    proxy:
      config["user.drydock.proxy"] === ""
        ? null
        : { url: config["user.drydock.proxy"], except: config["user.drydock.noproxy"] },
    registry:
      config["user.drydock.registrykey"] === ""
        ? null
        : { host: config["user.drydock.registry"], key: config["user.drydock.registrykey"] },
  };
}

export function seatLimits(config: Config): SeatLimits {
  return {
    memoryBytes: config.SEAT_MEMORY,
    processes: config.SEAT_PROCESSES,
    cpus: config.SEAT_CPUS,
    diskBytes: config.SEAT_DISK,
  };
}
