"use client";

import { type ReactElement, useEffect } from "react";
import { useText } from "../components/text/use-text.tsx";

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

export default function ErrorPage({ error, reset }: Props): ReactElement {
  const { failed } = useText().page;
  useEffect(() => {
    console.error(error);
  }, [error]);
  return (
    <main id="content" className="lone-message">
      <h1>{failed.title}</h1>
      <p>{failed.body}</p>
      <p>
        {failed.again}
        {error.digest === undefined ? null : (
          <>
            {" "}
            {failed.number} <code>{error.digest}</code>
          </>
        )}
      </p>
      <p>
        <button type="button" className="primary" onClick={reset}>
          {failed.retry}
        </button>
      </p>
    </main>
  );
}
