import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Duplex } from "node:stream";
import type { SeatHost } from "../core/seat/port.ts";
import type { Config } from "../server/config.ts";
import { readConfig } from "../server/config.ts";
import type { CreatedSite } from "../server/create-site.ts";
import { createSite } from "../server/create-site.ts";
import type { Database } from "../server/db/open-database.ts";
import type { DiskRoom } from "../server/limits/disk-room.ts";
import type { Engines } from "../server/runs/engines.ts";
import { SeatKeeper } from "../server/runs/seat-keeper.ts";
import { fixedKey, type SessionKey } from "../server/session/session-key.ts";
import { fakeEngines, fakeSeatHost } from "./engines/fake-engines.ts";

/** The lab of the site that tests run: two lessons, one of them with it. */
export const TEST_LAB = "demo/first/one";

const files = {
  "demo/course.yaml": "title: Demo course\nsummary: A course for trying things out.\n",
  "demo/01-first/lesson.mdx":
    '---\ntitle: First lesson\nsummary: A lesson that shows it.\nminutes: 10\nobjectives: [see it]\nfacts: none\nlab: one\n---\n\n## One *thing*\n\nText.\n\n```dockerfile title="Dockerfile"\nFROM a\n```\n\n### One thing\n',
  "demo/02-second/lesson.mdx":
    "---\ntitle: Second lesson\nsummary: A lesson without a lab.\nminutes: 5\nobjectives: [read it]\nfacts: none\n---\n\nText.\n",
  "demo/01-first/labs/one/lab.yaml":
    'title: One lab\nsummary: Make the thing go.\nminutes: 5\nimage: demo/one:latest\nport: 8000\nopen: Dockerfile\neditable: [Dockerfile, "src/*.py"]\nchecks:\n  - kind: non-root\n    id: non-root\n    title: Not root\n    points: 10\n',
  "demo/01-first/labs/one/starter/Dockerfile": "FROM scratch\n",
  "demo/01-first/labs/one/starter/app.py": "print(1)\n",
};

/** Writes the content of the test site below a folder. */
export async function writeTestContent(directory: string, more: Record<string, string> = {}): Promise<void> {
  for (const [path, text] of Object.entries({ ...files, ...more })) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

export interface TestSiteOptions {
  readonly db: Database;
  readonly dataDir: string;
  readonly engines?: Partial<Engines>;
  readonly host?: Partial<SeatHost<Duplex>>;
  /** A seat host of the test's own instead of the fake. */
  readonly connect?: () => Promise<SeatHost<Duplex>>;
  /** Another than the key of 32 sevens. */
  readonly sessionKey?: SessionKey;
  readonly keeperMs?: number;
  readonly config?: Partial<Config>;
  readonly disk?: DiskRoom;
  readonly idleMs?: number;
  readonly patienceMs?: number;
  readonly lookMs?: number;
}

/** A site with a real database, and engines and seats that do what the test says. */
export async function startTestSite(options: TestSiteOptions): Promise<CreatedSite> {
  const contentDir = join(options.dataDir, "content");
  await writeTestContent(contentDir);
  const keeper = new SeatKeeper({
    connect: options.connect ?? (() => Promise.resolve(fakeSeatHost(options.host))),
    ...(options.keeperMs === undefined ? {} : { intervalMs: options.keeperMs }),
  });
  await keeper.start();
  const config = readConfig({ DATA_DIR: options.dataDir, CONTENT_DIR: contentDir });
  const created = await createSite({
    // Tests run on any disk.
    config: { ...config, DISK_FLOOR: 0, ...options.config },
    ...(options.disk === undefined ? {} : { disk: options.disk }),
    db: options.db,
    sessionKey: options.sessionKey ?? fixedKey(Buffer.alloc(32, 7)),
    variantKey: Buffer.alloc(32, 7),
    engines: fakeEngines(options.engines),
    keeper,
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
    ...(options.lookMs === undefined ? {} : { lookMs: options.lookMs }),
  });
  return {
    site: created.site,
    admit: created.admit,
    gate: created.gate,
    terminalDoor: created.terminalDoor,
    previewDoor: created.previewDoor,
    stop: async () => {
      await created.stop();
      await keeper.close();
    },
  };
}
