"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { createOtherTabs } from "../client/other-tabs.ts";
import { progressSubject } from "../client/progress-subject.ts";

/** Asks the server for the page again when progress was made, in this tab or in another: every count on it is new. */
export function FreshProgress({ studentId }: { studentId: string }): null {
  const router = useRouter();
  useEffect(
    () => createOtherTabs(progressSubject(studentId)).watch(() => router.refresh()),
    [router, studentId],
  );
  return null;
}
