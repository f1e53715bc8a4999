import type { Fence } from "../convert-fence.ts";
import { type Conversion, lineOf, tell } from "./conversion.ts";
import { withDirectives, withVariables } from "./convert-inline.ts";
import { unescapeHtml } from "./html-pieces.ts";
import type { Node } from "./node.ts";

/** A block of code as a lesson has it. What its buttons do is noted for the lab, what they cannot do is told. */
export function convertCode(fence: Fence, conversion: Conversion): Node {
  const { convertFence, fences, hasLab } = conversion;
  const converted = convertFence({
    ...fence,
    code: fence.code.map((one) => withDirectives(one, conversion)),
  });
  const code = converted.run ? converted.code.map((one) => withVariables(one, conversion)) : converted.code;
  fences.push({ ...converted, code });
  for (const what of converted.lost) tell(conversion, fence.line, what);
  const words = [
    ...(hasLab && converted.run ? ["run"] : []),
    ...(hasLab && converted.interrupt ? ["interrupt"] : []),
    ...(hasLab && converted.file !== null ? [`file=${converted.file}`] : []),
  ];
  return {
    type: "code",
    lang: converted.language,
    meta: words.length === 0 ? null : words.join(" "),
    value: code.join("\n"),
  };
}

/** A block between fences of Markdown. */
export function fenceOfCode(node: Node, { source }: Conversion): Fence {
  const line = lineOf(node);
  const info = [node.lang ?? "", node.meta ?? ""]
    .join(" ")
    .replace(/\{\{[^}]*\}\}/g, "")
    .trim();
  return { info, code: (node.value ?? "").split("\n"), after: source.actions.get(line) ?? "", line };
}

/** `<pre>` of HTML, which may be a file to write. */
export function fenceOfPre(
  attributes: Readonly<Record<string, string>>,
  raw: string,
  line: number,
  conversion: Conversion,
): Fence {
  const file = attributes["data-filename"];
  const code = unescapeHtml(raw.replace(/<\/?code[^>]{0,200}>/gi, "")).replace(/^\n|\n\s*$/g, "");
  const info = file === undefined || attributes["class"]?.includes("file") !== true ? "" : `x-file=${file}`;
  const target = attributes["data-target"];
  if (info !== "" && target !== undefined && !["replace", "clipboard"].includes(target)) {
    tell(conversion, line, `data-target="${target}" of ${file ?? ""}: the block replaces the whole file`);
  }
  return { info, code: code.split("\n"), after: "", line };
}

/** A value that the source asks its reader for is asked for in the terminal, and is a variable of the shell. */
export function fenceOfQuestion(
  name: string,
  prompt: string | undefined,
  line: number,
  conversion: Conversion,
): Fence | null {
  if (!/^[a-zA-Z_]\w{0,59}$/.test(name)) {
    tell(conversion, line, `::variableDefinition of ${name}: this is no name of a variable`);
    return null;
  }
  const question = (prompt ?? `Your ${name}`).replaceAll("'", "’");
  tell(
    conversion,
    line,
    `::variableDefinition of ${name}: the terminal asks for it, and knows it until it is closed`,
  );
  return { info: "bash x-ask", code: [`read -rp '${question} ' ${name}`], after: "", line };
}
