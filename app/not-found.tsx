import Link from "next/link";
import type { ReactElement } from "react";
import { readText } from "./read-text.ts";

export default async function NotFound(): Promise<ReactElement> {
  const { notFound } = (await readText()).page;
  return (
    <main id="content" className="lone-message">
      <h1>{notFound.title}</h1>
      <p>{notFound.body}</p>
      <p>
        <Link href="/">{notFound.wayOn}</Link>
      </p>
    </main>
  );
}
