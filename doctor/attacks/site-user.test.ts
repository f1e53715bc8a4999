import { describe, expect, it } from "vitest";
import type { Ground } from "../ground.ts";
import { siteUser } from "./site-user.ts";
import { siteUserDatabase } from "./site-user-database.ts";
import { siteUserFiles } from "./site-user-files.ts";

/** These attacks need no seat: they stand on this machine alone. Left out: the one that looks at this machine's own site. */
const noGround = null as unknown as Ground;

// Only root has something to lose; continuous integration runs as root.
describe.skipIf(process.getuid?.() !== 0)("the user drydock against root (as root)", () => {
  it.each(
    [...siteUser, ...siteUserDatabase, ...siteUserFiles.filter(({ id }) => id !== "drydock/modes")].map(
      (attack) => [attack.id, attack] as const,
    ),
  )(
    "%s",
    async (_id, attack) => {
      const verdict = await attack.run(noGround, AbortSignal.timeout(240_000));
      expect(verdict, JSON.stringify(verdict)).toMatchObject({ contained: true });
    },
    240_000,
  );
});
