import Link from "next/link";
import type { ReactElement } from "react";
import type { SeatStatus } from "../../core/seat/status.ts";
import { SearchButton } from "../search/search-button.tsx";
import type { Text } from "../text/english.ts";
import { KeyList } from "../ui/key-list.tsx";
import { SeatChip } from "../ui/seat-chip.tsx";
import type { ThemePreference } from "../ui/theme-preference.ts";
import { LanguageSwitch } from "./language-switch.tsx";
import styles from "./site-header.module.css";
import { ThemeSwitch } from "./theme-switch.tsx";

export interface Crumb {
  readonly label: string;
  readonly href: string | null;
  /** BCP 47 tag of the label, where it is not the interface's. */
  readonly language?: string;
}

export interface SiteHeaderProps {
  readonly crumbs: readonly Crumb[];
  /** "3 of 12"; null outside a lesson. */
  readonly position: string | null;
  /** Slug of the course to search; null outside of one. */
  readonly course: string | null;
  /** Null where no seat is of interest (an error page). */
  readonly seat: SeatStatus | null;
  readonly theme: ThemePreference;
  readonly text: Text;
}

export function SiteHeader({ crumbs, position, course, seat, theme, text }: SiteHeaderProps): ReactElement {
  return (
    <header className={styles.header}>
      <nav aria-label={text.page.breadcrumb} className={styles.crumbs}>
        <ol>
          {crumbs.map((crumb, index) => (
            <li key={crumb.label} lang={crumb.language}>
              {crumb.href === null ? (
                <span aria-current={index === crumbs.length - 1 ? "page" : undefined}>{crumb.label}</span>
              ) : (
                <Link href={crumb.href}>{crumb.label}</Link>
              )}
            </li>
          ))}
        </ol>
      </nav>
      {position === null ? null : <p className={styles.position}>{position}</p>}
      <div className={styles.tools}>
        {seat === null ? null : <SeatChip initial={seat} />}
        {course === null ? null : <SearchButton course={course} />}
        <KeyList />
        <LanguageSwitch />
        <ThemeSwitch initial={theme} />
      </div>
    </header>
  );
}
