import type { World } from "./bench-world.ts";
import type { Row } from "./figure.ts";

export interface Measure {
  /** What `--only` names. */
  readonly name: string;
  /** What the measure is doing, for the person who waits. */
  readonly doing: string;
  run(world: World): Promise<readonly Row[]>;
}
