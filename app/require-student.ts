import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { site } from "../server/index.ts";

/** Id of the student who asks for this page. Nobody is led to the page that says how to come in. */
export async function requireStudent(): Promise<string> {
  const session = site().entrance.readSession(await headers());
  if (session === null) redirect("/enter");
  return session.studentId;
}
