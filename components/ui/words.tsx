import { Fragment, type ReactElement } from "react";
import { Code } from "./code.tsx";

/** A sentence of ours in which `backticks` mean code, as hints and advice are written. */
export function Words({ text }: { text: string }): ReactElement {
  return (
    <>
      {text
        .split("`")
        .map((part, index) =>
          index % 2 === 1 ? <Code key={index}>{part}</Code> : <Fragment key={index}>{part}</Fragment>,
        )}
    </>
  );
}
