"use client";

import { useEffect, type ReactElement } from "react";

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: Props): ReactElement {
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main id="content" className="lone-message">
      <h1>This page could not be made</h1>
      <p>
        Something on the server failed while it put the page together. What you typed is safe: it is kept on
        the server, and unsent text in this browser.
      </p>
      <p>
        Try again in a moment. If it stays like this, tell whoever runs this site
        {error.digest === undefined ? (
          "."
        ) : (
          <>
            {" "}
            and give them this number: <code>{error.digest}</code>
          </>
        )}
      </p>
      <p>
        <button type="button" className="primary" onClick={reset}>
          Try again
        </button>
      </p>
    </main>
  );
}
