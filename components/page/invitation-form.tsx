"use client";

import { type ReactElement, useSyncExternalStore } from "react";
import { useText } from "../text/use-text.tsx";

/** Keeps the invitation while the language is switched, which loses what stands behind "#". */
const KEPT = "drydock-invitation";
const pattern = /([a-z0-9][a-z0-9-]{0,39})\.\d{1,16}\.[A-Za-z0-9_-]{43}/;

/**
 * Signs in by an invitation. Its link brings it behind "#", where no server, proxy or preview of a link sees it, and
 * nothing happens before the button is pressed. Without JavaScript one puts the link into the field.
 */
export function InvitationForm({ to }: { readonly to: string }): ReactElement {
  const { entrance } = useText();
  const given = useSyncExternalStore(subscribe, readInvitation, () => null);
  const name = pattern.exec(given ?? "")?.[1];
  return (
    <form method="post" action="/api/session" onSubmit={() => forget()}>
      <input type="hidden" name="to" value={to} />
      {given === null ? (
        <p>
          <label htmlFor="invitation">{entrance.field}</label>
          <br />
          <input
            id="invitation"
            name="invitation"
            type="text"
            autoComplete="off"
            spellCheck={false}
            required
          />
        </p>
      ) : (
        <input type="hidden" name="invitation" value={given} />
      )}
      <p>
        <button type="submit" className="primary">
          {name === undefined ? entrance.enter : entrance.enterAs(name)}
        </button>
      </p>
    </form>
  );
}

function subscribe(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}

function readInvitation(): string | null {
  const found = pattern.exec(window.location.hash)?.[0];
  try {
    if (found !== undefined) window.sessionStorage.setItem(KEPT, found);
    return found ?? window.sessionStorage.getItem(KEPT);
  } catch {
    // A browser that keeps nothing has it in the address.
    return found ?? null;
  }
}

function forget(): void {
  try {
    window.sessionStorage.removeItem(KEPT);
  } catch {
    // It kept nothing.
  }
}
