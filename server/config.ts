import { z } from "zod";

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;
const units: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KB: 1000,
  MB: 1e6,
  GB: 1e9,
  KIB: KIB,
  MIB,
  GIB,
};

/** "1.5GiB", "500MB" or a plain number of bytes. */
const bytes = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text, context) => {
      const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
      const unit = units[(match?.[2] ?? "").toUpperCase()];
      if (match === null || unit === undefined) {
        context.addIssue({ code: "custom", message: "a size such as 500MB, 1.5GiB or a number of bytes" });
        return z.NEVER;
      }
      return Math.round(Number(match[1]) * unit);
    });

const whole = (fallback: number, min: number, max: number) =>
  z
    .string()
    .default(String(fallback))
    .transform((text, context) => {
      const value = Number(text);
      if (!Number.isInteger(value) || value < min || value > max) {
        context.addIssue({ code: "custom", message: `a whole number from ${min} to ${max}` });
        return z.NEVER;
      }
      return value;
    });

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

/** A URL whose parts besides host and port are as `path` allows. */
const webUrl = (fallback: string, path: RegExp, allowed: string) =>
  z
    .string()
    .default(fallback)
    .refine(
      (text) => {
        const url = URL.canParse(text) ? new URL(text) : null;
        return url !== null && /^https?:$/.test(url.protocol) && url.host !== "" && path.test(url.pathname)
          ? url.username === "" && url.password === "" && url.search === "" && url.hash === ""
          : false;
      },
      { message: allowed },
    );

/** Host names, with http:// where it is not https, and an optional port; a leading dot means all names below. */
const hosts = list.refine(
  (items) =>
    items.every((item) => /^(?:https?:\/\/)?\.?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i.test(item)),
  {
    message:
      "host names such as cdn.example.org, .example.org (all below), cdn.example.org:8443 or http://cdn.example.org",
  },
);

/** Every setting of Drydock, read from the environment here and nowhere else. */
export const configSchema = z.object({
  PORT: whole(3000, 1, 65535).describe("Port of the site."),
  HOST: z
    .string()
    .default("127.0.0.1")
    .describe("Address that the site listens on. 0.0.0.0 accepts connections from other computers."),
  ALLOWED_HOSTS: list.describe(
    "Names or addresses of the site that people type into their browser, separated by commas. localhost always works on the server itself.",
  ),
  SIGN_IN: z
    .enum(["none", "invitation"])
    .default("none")
    .describe(
      "none: one student, on this computer only. invitation: everybody who has opened a link from `npm run invite -- NAME`. With ALLOWED_HOSTS, or a HOST that other computers can reach, it must be invitation.",
    ),
  PREVIEW_DOMAIN: z
    .string()
    .default("")
    .refine((text) => text === "" || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(text), {
      message: "a host name such as previews.example.net, without port",
    })
    .describe(
      "Domain for previews of students' apps. Every name below it must lead to this site (wildcard DNS). Use a separate domain that shares no parent with the site's name. Empty: previews work only on the server itself.",
    ),
  DATA_DIR: z
    .string()
    .default("")
    .describe("Folder for all data. Default for root: /var/lib/drydock, for others: ~/.local/share/drydock."),
  DATABASE_URL: z
    .string()
    .default("")
    .describe("Address of your own PostgreSQL. Empty: Drydock starts one in DATA_DIR."),
  CONTENT_DIR: z.string().default("content").describe("Folder of the courses."),
  SEAT_HOST: z
    .string()
    .default("auto")
    .refine(
      (text) =>
        ["auto", "none", "docker"].includes(text) ||
        text.split(",").every((url) => /^https:\/\/[^\s/,]+\/?$/.test(url.trim())),
      {
        message:
          "auto, none, docker, or the https URL of an Incus (of several members of a cluster: with commas)",
      },
    )
    .describe(
      "Where seats come from (docs/operators/seats.md). auto: a private Incus if Drydock runs as root on Linux, otherwise this computer's Docker if only this computer is served. docker: this computer's Docker, for a single user. none: no seats. An https URL: an Incus on another server; several URLs, separated by commas: the members of one cluster.",
    ),
  SEAT_HOST_CERT: z.string().default("").describe("Client certificate (PEM file) for an https SEAT_HOST."),
  SEAT_HOST_KEY: z.string().default("").describe("Key (PEM file) of that certificate."),
  SEAT_HOST_CA: z.string().default("").describe("Server certificate (PEM file) that SEAT_HOST must show."),
  SEAT_HOST_DIR: z
    .string()
    .default("")
    .describe("Folder of the private Incus. Empty: seat-host in DATA_DIR."),
  SEAT_HOST_ADDRESS: z
    .string()
    .default("")
    .refine((text) => text === "" || /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(text), {
      message: "this machine's IPv4 address in the network of the seat machines, such as 192.168.7.11/24",
    })
    .describe(
      "Makes the private Incus a member of a cluster (docs/scale.md). The value is this server's address in the network of the cluster, with its prefix, such as 10.91.0.1/24.",
    ),
  SEAT_HOST_JOIN: z
    .string()
    .default("")
    .describe(
      "On every server of a cluster except the first: the token with which it joins. It works once. Leave it set, because it also says that another server prepares the seats.",
    ),
  SEAT_POOL: bytes("40GiB").describe("Disk of all seats together. It is a file that grows as it is used."),
  SEAT_MEMORY: bytes("1.5GiB").describe("Memory of one seat."),
  SEAT_PROCESSES: whole(1500, 100, 100_000).describe("Processes and threads of one seat."),
  SEAT_CPUS: whole(2, 1, 256).describe("Cores that one seat may use."),
  SEAT_DISK: bytes("8GiB").describe(
    "Disk of one seat, including what it shares with the seat that it was copied from.",
  ),
  SEAT_LIMIT: whole(40, 1, 10_000).describe(
    "How many seats may exist, including sleeping seats and seats for grading. Beyond this, the seat that has slept longest is deleted.",
  ),
  SEAT_IDLE_MINUTES: whole(20, 1, 10_000).describe("An unused seat goes to sleep after this many minutes."),
  RESERVE_SEATS: whole(1, 0, 50).describe(
    "How many started seats wait for the next students when little happens. 0: never any.",
  ),
  RESERVE_SEATS_MAX: whole(6, 0, 50).describe(
    "How many started seats wait at most, when many students come at once.",
  ),
  RESERVE_GRADING_SEATS: whole(1, 0, 50).describe(
    "How many started seats wait for the next Check when little happens. When many students press Check, up to BUILDS_AT_ONCE. 0: none.",
  ),
  MEMORY_RESERVE: bytes("1GiB").describe(
    "Memory that stays free on the server with the seats (at most an eighth of its memory). If less than twice this is free, unused seats go to sleep early. If less than this is free, nothing new starts.",
  ),
  BUILDS_AT_ONCE: whole(2, 1, 100).describe(
    "How many builds, checks and starts run at the same time. The others wait.",
  ),
  RUNS_PER_STUDENT: whole(20, 1, 1000).describe(
    "How many builds, checks and starts of one student may wait or run at the same time.",
  ),
  BUILD_SECONDS: whole(600, 10, 7200).describe("Longest time for one build, in seconds."),
  CHECK_SECONDS: whole(900, 10, 7200).describe("Longest time for one Check, in seconds."),
  START_IDLE_MINUTES: whole(15, 1, 1440).describe(
    "A container that a student has started with Run is stopped after this many minutes if nobody looks at it.",
  ),
  LOG_BYTES: bytes("32MiB").describe("Longest log of one run. A run that prints more is stopped."),
  LOGS_PER_STUDENT: bytes("128MiB").describe(
    "Size of all logs of one student, compressed. Beyond this, the oldest logs are deleted. Reports and grades stay.",
  ),
  DISK_FLOOR: bytes("2GiB").describe(
    "If less disk than this is free in DATA_DIR, no new logs are stored, to leave room for files and grades. 0: never. Has no effect with DATABASE_URL.",
  ),
  CONTEXT_BYTES: bytes("20MB").describe("Size of all files of one student in one exercise."),
  CONTEXT_FILES: whole(200, 1, 10_000).describe("Number of files of one student in one exercise."),
  FILE_BYTES: bytes("1MB").describe("Size of one file."),
  REGISTRY_BYTES: bytes("1GB").describe("Size of all images of one student in the class registry."),
  REGISTRY_DISK: bytes("10GiB").describe("Disk of the class registry. It is part of SEAT_POOL."),
  MIRROR_DISK: bytes("10GiB").describe(
    "Disk of the mirror, which stores what seats have pulled from REGISTRY. It is part of SEAT_POOL.",
  ),
  REFRESH_DAYS: whole(14, 0, 3650).describe(
    "Services, seats and base images older than this many days are made again from current packages: at a start, or at night with drydock-renew.timer. 0: never.",
  ),
  OFFLINE: z
    .enum(["auto", "yes", "no"])
    .default("auto")
    .describe(
      "Where base images and Python packages come from. auto: from registry and package index, and from Debian's packages if these do not answer. no: only from registry and package index; if they fail there are no seats. yes: only from Debian's packages.",
    ),
  REGISTRY: webUrl(
    "https://registry-1.docker.io",
    /^\/$/,
    "the URL of a registry without a path, such as https://mirror.example.org",
  ).describe("Registry for base images: Docker Hub, or a mirror of it."),
  PACKAGE_INDEX: webUrl(
    "https://pypi.org/simple",
    /^[\w./~%+@-]*$/,
    "the URL of a Python package index, such as https://pypi.org/simple",
  ).describe("Python package index."),
  DOWNLOAD_HOSTS: hosts.describe(
    "Further hosts that builds may download from, separated by commas, for example where your registry stores its files. HTTPS on port 443 unless you name another port. http://host for plain HTTP.",
  ),
});

export type Config = z.infer<typeof configSchema>;

/**
 * Parses settings. Throws an Error whose message has one line a wrong setting:
 * name, value, and what is allowed.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(configSchema.shape).map((name) => [
      name,
      environment[name] === "" ? undefined : environment[name],
    ]),
  );
  const parsed = configSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${name}=${given[name] ?? ""} is not allowed: ${issue.message}`;
    });
    throw new Error(lines.join("\n"));
  }
  const clash = sharedName(parsed.data);
  if (clash !== null)
    throw new Error(
      `PREVIEW_DOMAIN=${parsed.data.PREVIEW_DOMAIN} is not allowed: it must neither be a name of the site nor lie above or below one (${clash})`,
    );
  const fallback =
    process.getuid?.() === 0 ? "/var/lib/drydock" : `${process.env["HOME"] ?? "."}/.local/share/drydock`;
  return { ...parsed.data, DATA_DIR: parsed.data.DATA_DIR === "" ? fallback : parsed.data.DATA_DIR };
}

/** A name of the site that shares cookies or requests with the domain of previews; null when there is none. */
function sharedName({ PREVIEW_DOMAIN, HOST, ALLOWED_HOSTS }: z.infer<typeof configSchema>): string | null {
  const preview = PREVIEW_DOMAIN.toLowerCase();
  if (preview === "") return null;
  const related = (name: string) =>
    name === preview || name.endsWith(`.${preview}`) || preview.endsWith(`.${name}`);
  return [HOST, ...ALLOWED_HOSTS].find((name) => related(name.toLowerCase())) ?? null;
}

type Entrance = Pick<Config, "SIGN_IN" | "HOST" | "ALLOWED_HOSTS">;

/** Whether the site is for the one person at its computer, who needs no session. */
export const isForOneStudent = (config: Entrance): boolean =>
  config.SIGN_IN === "none" && beyondThisComputer(config) === null;

/**
 * Before anything is served: a site that others reach has to know who they are.
 * @throws Error whose message says which setting is not allowed, and what to do
 */
export function requireSignIn(config: Entrance): void {
  const beyond = config.SIGN_IN === "none" ? beyondThisComputer(config) : null;
  if (beyond === null) return;
  throw new Error(
    `${beyond} is not allowed: without sign-in everybody who reaches the site would be the same student, so set SIGN_IN=invitation and give each person a link (npm run invite -- NAME), or leave HOST and ALLOWED_HOSTS unset to serve this computer alone.`,
  );
}

/** The setting by which others reach the site; null when none does. */
function beyondThisComputer({ HOST, ALLOWED_HOSTS }: Entrance): string | null {
  if (!/^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(HOST)) return `HOST=${HOST}`;
  return ALLOWED_HOSTS.length > 0 ? `ALLOWED_HOSTS=${ALLOWED_HOSTS.join(",")}` : null;
}

/** Directory of the machine's private seat host. */
export function seatHostDirectory(config: Config): string {
  return config.SEAT_HOST_DIR === "" ? `${config.DATA_DIR}/seat-host` : config.SEAT_HOST_DIR;
}
