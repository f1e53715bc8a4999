import type { ReactElement, Ref } from "react";

/** Numbers beside the textarea, as the big editor has them. Hidden from screen readers, who are told the line. */
export function LineNumbers({ ref, text }: { ref: Ref<HTMLPreElement>; text: string }): ReactElement {
  const lines = text.split("\n").length;
  return (
    <div className="code-editor__numbers" aria-hidden="true">
      <pre ref={ref}>{Array.from({ length: lines }, (_, index) => index + 1).join("\n")}</pre>
    </div>
  );
}
