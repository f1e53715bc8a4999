/** One step of an order that is written down as data. */
export interface Step<World, Kind extends string> {
  readonly name: string;
  /** Where it is taken; everywhere when left out. */
  readonly only?: readonly Kind[];
  readonly does: (world: World) => Promise<void> | void;
}

/** The steps of one kind, in their order. */
export function planSteps<World, Kind extends string>(
  steps: readonly Step<World, Kind>[],
  kind: Kind,
): readonly Step<World, Kind>[] {
  return steps.filter(({ only }) => only === undefined || only.includes(kind));
}

/**
 * Takes one step after the other.
 * @throws what a step throws; Error "given up" instead of the next step once the signal has fired
 */
export async function runSteps<World>(
  steps: readonly Pick<Step<World, string>, "does">[],
  world: World,
  signal?: AbortSignal,
): Promise<void> {
  for (const { does } of steps) {
    if (signal?.aborted === true) throw new Error("given up");
    await does(world);
  }
}
