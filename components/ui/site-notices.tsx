"use client";

import type { ReactElement } from "react";
import type { SeatStatus } from "../../core/seat/status.ts";
import { useLiveSeat } from "./live-seat.ts";
import styles from "./site-notices.module.css";

/** What every page has to say about seats: that none can be had, or that the base images are stand-ins. */
export function SiteNotices({ initial }: { initial: SeatStatus }): ReactElement | null {
  const seat = useLiveSeat(initial);
  if (seat.state === "unavailable") {
    return (
      <aside className={styles.banner} aria-label="Notice">
        <p>
          <strong>{seat.reason ?? "There are no seats: the seat host does not answer."}</strong> You can read
          and edit, and what you type is kept; Build, Run and Check wait until there is a seat.
        </p>
        {seat.remedy === null ? null : <p>{seat.remedy}</p>}
      </aside>
    );
  }
  if (seat.standIns) {
    return (
      <aside className={styles.note} aria-label="Notice">
        Base images are stand-ins built from Debian packages: no registry is within reach.
      </aside>
    );
  }
  return null;
}
