"use client";

import { type ReactElement, useEffect } from "react";
import { LessonFailed } from "../../../components/lesson/lesson-failed.tsx";

interface Props {
  readonly error: Error & { readonly digest?: string };
}

/** What a lesson throws while it is shown stays in its page: the rest of the course can be read. */
export default function LessonErrorPage({ error }: Props): ReactElement {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main id="content" className="lone-message">
      <LessonFailed />
    </main>
  );
}
