"use client";

import type { ReactElement } from "react";
import { useText } from "../text/use-text.tsx";

/** The lesson on paper: what its style sheet for print makes of it. */
export function PrintButton(): ReactElement {
  return (
    <button type="button" className="quiet needs-script" onClick={() => window.print()}>
      {useText().lesson.print}
    </button>
  );
}
