import { type Node, text, textOf } from "./node.ts";

const CAREFUL = new Set(["WARNING", "CAUTION", "IMPORTANT", "DANGER"]);

/** An alert of GitHub (`> [!NOTE]`) as what a Note needs; null for any other quote. */
export function openAlert(quote: Node): {
  readonly kind: "info" | "careful";
  readonly title: string;
  readonly children: Node[];
} | null {
  const [first, ...rest] = quote.children ?? [];
  const [head, ...more] = first?.type === "paragraph" ? (first.children ?? []) : [];
  // A word in brackets that nothing defines is text.
  const match = head?.type === "text" ? /^\[!([A-Za-z]{3,20})\][ \t]*\n?/.exec(head.value ?? "") : null;
  if (head === undefined || first === undefined || match === null) return null;
  const name = match[1] ?? "";
  const left = (head.value ?? "").slice(match[0].length);
  const words = [
    ...(left === ""
      ? []
      : [{ ...text(left), ...(head.position === undefined ? {} : { position: head.position }) }]),
    ...more,
  ];
  return {
    kind: CAREFUL.has(name.toUpperCase()) ? "careful" : "info",
    title: name.charAt(0).toUpperCase() + name.slice(1).toLowerCase(),
    children: [
      ...(words.every((one) => textOf(one).trim() === "") ? [] : [{ ...first, children: words }]),
      ...rest,
    ],
  };
}
