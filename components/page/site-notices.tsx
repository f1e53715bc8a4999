"use client";

import type { ReactElement } from "react";
import type { SeatStatus } from "../../core/seat/status.ts";
import { useText } from "../text/use-text.tsx";
import { useLiveSeat } from "../ui/live-seat.ts";
import styles from "./site-notices.module.css";

/** What every page has to say about seats: that none can be had, or that the base images are stand-ins. */
export function SiteNotices({ initial }: { initial: SeatStatus }): ReactElement | null {
  const seat = useLiveSeat(initial);
  const text = useText().page;
  if (seat.state === "unavailable") {
    return (
      <aside className={styles.banner} aria-label={text.notice}>
        <p>
          <strong>{seat.reason ?? text.noSeats}</strong> {text.withoutSeats}
        </p>
        {seat.remedy === null ? null : <p>{seat.remedy}</p>}
      </aside>
    );
  }
  if (seat.standIns) {
    return (
      <aside className={styles.note} aria-label={text.notice}>
        {text.standIns}
      </aside>
    );
  }
  return null;
}
