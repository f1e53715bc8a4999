import { cookies } from "next/headers";
import type { ReactElement, ReactNode } from "react";
import { FreshProgress } from "../components/lesson/fresh-progress.tsx";
import { type Crumb, SiteHeader } from "../components/page/site-header.tsx";
import { SiteNotices } from "../components/page/site-notices.tsx";
import { parseTheme, THEME_COOKIE } from "../components/ui/theme-preference.ts";
import { site } from "../server/index.ts";
import { readText } from "./read-text.ts";

interface PageFrameProps {
  readonly studentId: string;
  readonly crumbs: readonly Crumb[];
  /** The place of this lesson in its course. */
  readonly position?: { readonly place: number; readonly lessons: number };
  /** Slug of the course that the search looks through; none on a page that belongs to no course. */
  readonly course?: string;
  readonly children: ReactNode;
}

/** Header and notices around a page. */
export async function PageFrame({
  studentId,
  crumbs,
  position,
  course,
  children,
}: PageFrameProps): Promise<ReactElement> {
  const [seat, jar, text] = await Promise.all([site().seats.getSeatStatus(studentId), cookies(), readText()]);
  return (
    <div className="frame">
      <SiteHeader
        crumbs={crumbs}
        position={position === undefined ? null : text.page.position(position.place, position.lessons)}
        course={course ?? null}
        text={text}
        seat={seat}
        theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
      />
      <SiteNotices initial={seat} />
      <FreshProgress studentId={studentId} />
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
