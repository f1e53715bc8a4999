"use client";

import { type ReactElement, useEffect, useRef, useState } from "react";
import type { SeatStatus } from "../../core/seat/status.ts";
import type { Text } from "../text/english.ts";
import { useText } from "../text/use-text.tsx";
import { describeSeat } from "./describe-seat.ts";
import { onAskSeat, publishSeat, useDrowsy, useLiveSeat } from "./live-seat.ts";
import { Meter } from "./meter.tsx";
import { useSeatActivity } from "./seat-activity.ts";
import styles from "./seat-chip.module.css";

const POLL_MS = 15_000;

type Order = "sleep" | "discard";

/** The state of the student's own machine, in a word; opens to what it uses and what can be done with it. */
export function SeatChip({ initial }: { initial: SeatStatus }): ReactElement {
  const text = useText();
  const words = text.seat;
  const status = useLiveSeat(initial);
  const [ordered, setOrdered] = useState<Order | null>(null);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const details = useRef<HTMLDetailsElement>(null);
  const activity = useSeatActivity();
  const word = describeSeat(words, status, activity, useDrowsy());

  useEffect(() => {
    const controller = new AbortController();
    const poll = async (): Promise<void> => {
      if (document.visibilityState !== "visible") return;
      const askedAt = Date.now();
      const next = await fetchSeat(controller.signal);
      if (next !== null && !controller.signal.aborted) publishSeat(next, askedAt);
    };
    const forget = onAskSeat(() => void poll());
    const timer = setInterval(() => void poll(), POLL_MS);
    // A change of activity is news about the seat: ask soon instead of at the next turn.
    const soon = setTimeout(() => void poll(), activity === null ? 800 : 3000);
    return () => {
      controller.abort();
      forget();
      clearInterval(timer);
      clearTimeout(soon);
    };
  }, [activity]);

  useEffect(() => {
    const close = (event: Event): void => {
      const element = details.current;
      if (element === null || !element.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key === "Escape") element.open = false;
      } else if (event.target instanceof Node && !element.contains(event.target)) element.open = false;
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", close);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", close);
    };
  }, []);

  const order = async (what: Order): Promise<void> => {
    setOrdered(what);
    setAsking(false);
    setFailure(null);
    const answer = await orderSeat(what, text);
    if (answer.status === null) setFailure(answer.message);
    else publishSeat(answer.status);
    setOrdered(null);
  };

  return (
    <details className={styles.chip} ref={details}>
      <summary>
        <span aria-hidden="true" className={styles.sign} data-state={word.tone}>
          {word.sign}
        </span>
        {words.chip(ordered === null ? word.word : words.words[ordered])}
      </summary>
      <div className={styles.panel}>
        <p>{word.explanation}</p>
        {status.reason === null ? null : <p>{status.reason}</p>}
        {status.remedy === null ? null : <p>{status.remedy}</p>}
        {status.state === "unavailable" ? null : (
          <>
            <Meter label={words.memory} value={status.memoryBytes} limit={status.memoryLimitBytes} />
            <Meter label={words.disk} value={status.diskBytes} limit={status.diskLimitBytes} />
            <div className={styles.actions}>
              {status.state === "awake" ? (
                <button type="button" disabled={ordered !== null} onClick={() => void order("sleep")}>
                  {words.sleep}
                </button>
              ) : null}
              <button type="button" disabled={ordered !== null} onClick={() => setAsking(true)}>
                {words.discard}
              </button>
            </div>
            {asking ? (
              <div className={styles.confirm}>
                <p>{words.whatGoes}</p>
                <div className={styles.actions}>
                  <button type="button" onClick={() => void order("discard")}>
                    {words.discardNow}
                  </button>
                  <button type="button" onClick={() => setAsking(false)}>
                    {words.keep}
                  </button>
                </div>
              </div>
            ) : null}
          </>
        )}
        <p role="status" className={failure === null ? "unseen" : styles.failure}>
          {failure ?? ""}
        </p>
      </div>
    </details>
  );
}

/** Our own server's answer: a look at its shape is enough, a schema would weigh more than the chip. */
function asStatus(body: unknown): SeatStatus | null {
  const status = body as Partial<SeatStatus> | null;
  return typeof status?.state === "string" && typeof status.memoryBytes === "number"
    ? (status as SeatStatus)
    : null;
}

async function fetchSeat(signal: AbortSignal): Promise<SeatStatus | null> {
  try {
    const response = await fetch("/api/seat", { signal, cache: "no-store" });
    if (!response.ok) return null;
    return asStatus(await response.json());
  } catch {
    return null;
  }
}

async function orderSeat(action: Order, text: Text): Promise<{ status: SeatStatus | null; message: string }> {
  try {
    const response = await fetch("/api/seat", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ action }),
    });
    const body: unknown = await response.json();
    const status = asStatus(body);
    if (response.ok && status !== null) return { status, message: "" };
    const message = (body as { error?: { message?: unknown } } | null)?.error?.message;
    return {
      status: null,
      message: typeof message === "string" ? message : text.seat.noAnswer,
    };
  } catch {
    return { status: null, message: text.page.serverAway };
  }
}
