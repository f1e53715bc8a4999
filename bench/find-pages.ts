import { LAB } from "./bench-world.ts";
import type { SiteClient } from "./site-client.ts";

export interface Pages {
  readonly course: string;
  /** A lesson without an exercise; null when the course has none. */
  readonly lesson: string | null;
  readonly exercise: string;
}

/** Paths of the three kinds of page, read from the links of the course page. */
export async function findPages(client: SiteClient): Promise<Pages> {
  const [course = "", lesson = ""] = LAB.split("/");
  const exercise = `/${course}/${lesson}`;
  const answer = await fetch(new URL(`/${course}`, client.url), {
    headers: { cookie: `${client.cookie.name}=${client.cookie.value}` },
    signal: client.signal,
  });
  const links = [...(await answer.text()).matchAll(/href="(\/[a-z0-9-]+\/[a-z0-9-]+)"/g)].map(
    ([, path = ""]) => path,
  );
  const lessons = links.filter((path) => path.startsWith(`/${course}/`) && path !== exercise);
  return { course: `/${course}`, lesson: lessons[0] ?? null, exercise };
}
