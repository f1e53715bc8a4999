import type { Wall } from "../wall.ts";
import { claimWalls } from "./claim-walls.ts";
import { entranceWalls } from "./entrance-walls.ts";
import { previewWalls } from "./preview-walls.ts";
import { projectWalls } from "./project-walls.ts";
import { rootWalls } from "./root-walls.ts";
import { seatWalls } from "./seat-walls.ts";
import { servicesWalls } from "./services-walls.ts";
import { siteWalls } from "./site-walls.ts";
import { terminalWalls } from "./terminal-walls.ts";

/** Every wall that is taken down in turn. */
export const walls: readonly Wall[] = [
  ...siteWalls,
  ...entranceWalls,
  ...rootWalls,
  ...terminalWalls,
  ...previewWalls,
  ...claimWalls,
  ...servicesWalls,
  ...projectWalls,
  ...seatWalls,
];
