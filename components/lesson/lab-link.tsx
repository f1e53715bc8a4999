"use client";

import type { ReactElement, ReactNode } from "react";
import { useLessonActions } from "../ui/lesson-actions.ts";

/** A link of the prose to one of the lesson's labs (`?lab=name`): opens it beside the prose, which stays where it is. */
export function LabLink({ href, children }: { href: string; children: ReactNode }): ReactElement {
  const actions = useLessonActions();
  return (
    <a
      href={`${href}#workspace`}
      onClick={(event) => {
        const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
        const lab = new URLSearchParams(href).get("lab");
        if (elsewhere || actions === null || lab === null) return;
        event.preventDefault();
        actions.openLab(lab);
      }}
    >
      {children}
    </a>
  );
}
