"use client";

import { useEffect } from "react";

/** Tells the course page, by a cookie, where the student was last. */
export function RememberLesson({ course, lesson }: { course: string; lesson: string }): null {
  useEffect(() => {
    document.cookie = `drydock-at-${course}=${lesson}; path=/; max-age=31536000; samesite=lax`;
  }, [course, lesson]);
  return null;
}
