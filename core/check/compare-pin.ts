import type { Expected, Finding } from "./seat-finding.ts";

const PINNED = /^registry:5000\/[a-z0-9_-]+\/(.+)@sha256:[0-9a-f]{64}$/;

/** Whether a container was started from the class registry by a digest, and from no name that was there before. */
export function comparePin(
  { name, pinnedTo }: Expected<"container">,
  { image, imageNames }: { readonly image: string; readonly imageNames: readonly string[] | null },
): Finding[] {
  if (pinnedTo === undefined) return [];
  const address = `registry:5000/<your name>/${pinnedTo}@sha256:...`;
  const left = imageNames ?? [];
  return [
    {
      asked: `image that ${name} was started from`,
      found: image,
      ok: PINNED.exec(image)?.[1] === pinnedTo,
      advice: `The container ${name} was not started from ${address}. What stands behind the @ cannot be moved, a tag can.`,
    },
    {
      asked: `names of that image in this seat`,
      found: left.length === 0 ? "none" : left.slice(0, 8).join(", "),
      ok: left.length === 0,
      advice: `The image of ${name} still has names here, so it may never have been fetched: remove ${left.slice(0, 8).join(" and ")}, and the container, and start it again by its digest.`,
    },
  ];
}
