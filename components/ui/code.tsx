import type { ComponentPropsWithoutRef, ReactElement } from "react";

/** As many letters as fit on the smallest screen. */
const SHORT = 26;

/** Code in a sentence; prose does not break it at its hyphens where it is short, since it is copied by eye. */
export function Code({ children, ...props }: ComponentPropsWithoutRef<"code">): ReactElement {
  const isShort = typeof children === "string" && children.length <= SHORT;
  return (
    <code {...props} {...(isShort ? { "data-short": true } : {})}>
      {children}
    </code>
  );
}
