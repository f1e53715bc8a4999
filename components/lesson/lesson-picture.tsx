import type { ComponentPropsWithoutRef, ReactElement } from "react";
import { pathInLesson } from "../../core/course/picture.ts";

/** ![words](pictures/knot.png): a picture of the lesson's own folder. @param lesson "course/lesson" */
export function LessonPicture({
  lesson,
  src,
  alt = "",
  ...props
}: ComponentPropsWithoutRef<"img"> & { readonly lesson: string }): ReactElement {
  const path = typeof src === "string" ? pathInLesson(src) : null;
  const address =
    path === null
      ? src
      : `/api/lessons/${lesson}/pictures/${path.split("/").map(encodeURIComponent).join("/")}`;
  // The files of a lesson are sent as their author made them.
  return <img {...props} src={address} alt={alt} loading="lazy" decoding="async" />;
}
