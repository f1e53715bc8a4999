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
  HOST: z.string().default("127.0.0.1").describe("Address the site listens on; 0.0.0.0 lets the class in."),
  ALLOWED_HOSTS: list.describe(
    "Further host names that requests may carry, comma separated; localhost is always one.",
  ),
  SIGN_IN: z
    .enum(["none", "invitation"])
    .default("none")
    .describe(
      "none: one student, at this computer alone; invitation: whoever has opened a link that `npm run invite -- NAME` prints. HOST beyond this computer and ALLOWED_HOSTS need invitation.",
    ),
  PREVIEW_DOMAIN: z
    .string()
    .default("")
    .refine((text) => text === "" || /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(text), {
      message: "a host name such as previews.example.net, without port",
    })
    .describe(
      "Every name below it leads to this site too (wildcard DNS), for previews of students' apps. Take a domain that has nothing above it in common with the site's. Empty: names below localhost, on the same computer only.",
    ),
  DATA_DIR: z
    .string()
    .default("")
    .describe("Where everything is kept. Root: /var/lib/drydock, otherwise ~/.local/share/drydock."),
  DATABASE_URL: z
    .string()
    .default("")
    .describe("A PostgreSQL of your own; empty starts the embedded one in DATA_DIR."),
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
      "auto: a private Incus here; none: no seats; docker: this computer's Docker, for a single user; an https URL: somebody else's Incus. Several URLs with commas: members of one cluster, of which the first that answers is asked.",
    ),
  SEAT_HOST_CERT: z.string().default("").describe("Client certificate (PEM file) for an https SEAT_HOST."),
  SEAT_HOST_KEY: z.string().default("").describe("Key (PEM file) of that certificate."),
  SEAT_HOST_CA: z.string().default("").describe("Server certificate (PEM file) that SEAT_HOST must show."),
  SEAT_HOST_DIR: z
    .string()
    .default("")
    .describe("Where the machine's private seat host lives; empty: seat-host in DATA_DIR."),
  SEAT_HOST_ADDRESS: z
    .string()
    .default("")
    .refine((text) => text === "" || /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(text), {
      message: "this machine's IPv4 address in the network of the seat machines, such as 192.168.7.11/24",
    })
    .describe(
      "Makes the private seat host a member of a cluster (docs/scale.md): this machine's address, with its prefix, in the network that all its machines are in.",
    ),
  SEAT_HOST_JOIN: z
    .string()
    .default("")
    .describe(
      "On every machine but the first: the token by which it joins the cluster. Used once; stays set, because it also says that another machine prepares the seats.",
    ),
  SEAT_POOL: bytes("40GiB").describe("Disk of all seats together (a sparse file)."),
  SEAT_MEMORY: bytes("1.5GiB").describe("Memory of one seat."),
  SEAT_PROCESSES: whole(1500, 100, 100_000).describe("Processes and threads of one seat."),
  SEAT_CPUS: whole(2, 1, 256).describe("Cores that one seat may use."),
  SEAT_DISK: bytes("8GiB").describe("Disk of one seat, what it shares with the golden seat included."),
  SEAT_LIMIT: whole(40, 1, 10_000).describe(
    "Seats that may exist at once, grading seats included; then the one asleep longest gives way.",
  ),
  SEAT_IDLE_MINUTES: whole(20, 1, 10_000).describe("An idle seat sleeps after this long."),
  RESERVE_SEATS: whole(1, 0, 50).describe(
    "Started clones that wait for students while it is quiet; 0: none, whatever the demand.",
  ),
  RESERVE_SEATS_MAX: whole(6, 0, 50).describe("Most of them, while many students come at once."),
  RESERVE_GRADING_SEATS: whole(1, 0, 50).describe(
    "Started clones that wait for checks while it is quiet; up to BUILDS_AT_ONCE when many check; 0: none.",
  ),
  MEMORY_RESERVE: bytes("1GiB").describe(
    "Memory of the seats' machine that stays free (an eighth of it at most): below twice this idle seats sleep early, the longest idle first, below it nothing new begins.",
  ),
  BUILDS_AT_ONCE: whole(2, 1, 100).describe(
    "Builds, checks and starts that run at the same time; the rest queues.",
  ),
  RUNS_PER_STUDENT: whole(20, 1, 1000).describe(
    "Builds, checks and starts of one student that wait or are under way at once.",
  ),
  BUILD_SECONDS: whole(600, 10, 7200).describe("Wall time of one build."),
  CHECK_SECONDS: whole(900, 10, 7200).describe("Wall time of one check."),
  START_IDLE_MINUTES: whole(15, 1, 1440).describe(
    "A running container that nobody looks at is stopped after this long.",
  ),
  LOG_BYTES: bytes("32MiB").describe("Log of one run that is kept; more ends the run with that reason."),
  LOGS_PER_STUDENT: bytes("128MiB").describe(
    "Logs of one student that are kept, compressed; beyond it the oldest are deleted. Reports and grades stay.",
  ),
  DISK_FLOOR: bytes("2GiB").describe(
    "Free disk at DATA_DIR below which no new logs are kept, so that files and grades always have room; 0: never. Not looked at with a DATABASE_URL.",
  ),
  CONTEXT_BYTES: bytes("20MB").describe("All files of one workspace together."),
  CONTEXT_FILES: whole(200, 1, 10_000).describe("Files of one workspace."),
  FILE_BYTES: bytes("1MB").describe("One file of a workspace."),
  REGISTRY_BYTES: bytes("1GB").describe("What one student may keep in the class registry."),
  REGISTRY_DISK: bytes("10GiB").describe("Disk of the class registry, of SEAT_POOL."),
  MIRROR_DISK: bytes("10GiB").describe(
    "Disk of the mirror that keeps what seats have pulled from REGISTRY, of SEAT_POOL.",
  ),
  REFRESH_DAYS: whole(14, 0, 3650).describe(
    "Services, seats and base images that are older than this many days are made anew from today's packages, at a start and where deploy/ runs it at night; 0: never.",
  ),
  OFFLINE: z
    .enum(["auto", "yes", "no"])
    .default("auto")
    .describe("auto: base images from Debian packages when registry or package index do not answer."),
  REGISTRY: webUrl(
    "https://registry-1.docker.io",
    /^\/$/,
    "the URL of a registry without a path, such as https://mirror.example.org",
  ).describe("Registry that base images come from: Docker Hub, or a mirror of it."),
  PACKAGE_INDEX: webUrl(
    "https://pypi.org/simple",
    /^[\w./~%+@-]*$/,
    "the URL of a Python package index, such as https://pypi.org/simple",
  ).describe("Python package index."),
  DOWNLOAD_HOSTS: hosts.describe(
    "Further hosts that builds may fetch from, comma separated: where a registry or index of yours keeps its files. By https on port 443, or on the port that is named; http://host for plain HTTP.",
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
