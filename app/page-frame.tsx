import { cookies } from "next/headers";
import type { ReactElement, ReactNode } from "react";
import { SiteHeader, type Crumb } from "../components/ui/site-header.tsx";
import { SiteNotices } from "../components/ui/site-notices.tsx";
import { parseTheme, themeCookie } from "../components/ui/theme-preference.ts";
import { getSeatStatus } from "../server/index.ts";

interface PageFrameProps {
  readonly studentId: string;
  readonly crumbs: readonly Crumb[];
  readonly position?: string;
  readonly children: ReactNode;
}

/** Header and notices around a page. */
export async function PageFrame({
  studentId,
  crumbs,
  position,
  children,
}: PageFrameProps): Promise<ReactElement> {
  const [seat, jar] = await Promise.all([getSeatStatus(studentId), cookies()]);
  return (
    <div className="frame">
      <SiteHeader
        crumbs={crumbs}
        position={position ?? null}
        seat={seat}
        theme={parseTheme(jar.get(themeCookie)?.value)}
      />
      <SiteNotices initial={seat} />
      <main id="content" className="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
