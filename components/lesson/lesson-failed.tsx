"use client";

import type { ReactElement } from "react";
import { useText } from "../text/use-text.tsx";

/** In place of a lesson whose text has a mistake that only its author can mend. */
export function LessonFailed(): ReactElement {
  const words = useText().lesson.cannotBeShown;
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.body}</p>
      <p>{words.next}</p>
    </>
  );
}
