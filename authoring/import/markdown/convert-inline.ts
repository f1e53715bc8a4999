import { type Conversion, type FoundCommand, lineOf, tell } from "./conversion.ts";
import { htmlPieces } from "./html-pieces.ts";
import { element, inlineCode, type Node, text, textOf } from "./node.ts";
import { localAddress, readPortAddress } from "./port-address.ts";
import { TOKEN } from "./prepare-source.ts";

/** What a line has beside its words, and keeps in MDX. */
const KEPT = new Set(["kbd", "sub", "sup", "mark"]);
/** They only say how the text looks or where it stands. */
const SILENT = new Set(
  "b big br center div em font hr i p s small span strong u abbr cite section article label wbr tt".split(
    " ",
  ),
);
const ACTION = /^\{\{\s*([a-zA-Z]+)([^}]*)\}\}/;

/**
 * What stands on a line, for MDX: directives of the source become words, code, links to what is there. Commands that the
 * source runs by a click are handed to `found`, since a lesson's buttons stand at blocks.
 */
export function convertInline(
  nodes: readonly Node[],
  conversion: Conversion,
  found: (command: FoundCommand) => void,
): Node[] {
  const root: Node[] = [];
  const open: { name: string; href: string | null; children: Node[] }[] = [];
  const push = (...more: Node[]) => (open.at(-1)?.children ?? root).push(...more);
  const close = (): void => {
    const last = open.pop();
    if (last === undefined) return;
    if (last.href === null) push(element(last.name, last.children, { inline: true }));
    else push(...convertLink(last.href, last.children, conversion, 1));
  };
  nodes.forEach((node, index) => {
    const line = lineOf(node);
    const inside = () => convertInline(node.children ?? [], conversion, found);
    switch (node.type) {
      case "text":
        push(...convertText(node, nodes[index - 1], conversion));
        return;
      case "inlineCode": {
        const command = withDirectives(node.value ?? "", conversion);
        const action = ACTION.exec(nodes[index + 1]?.type === "text" ? (nodes[index + 1]?.value ?? "") : "");
        push(inlineCode(withVariables(command, conversion)));
        if (action === null) return;
        const verb = `${action[1] ?? ""}${action[2] ?? ""}`.trim();
        if (/^exec/.test(verb)) found({ command, action: verb, line });
        else if (verb !== "copy") {
          tell(
            conversion,
            line,
            `\`${command}\`{{${verb}}}: nothing opens it by a click; the files are listed above the editor`,
          );
        }
        return;
      }
      case "html":
        for (const piece of htmlPieces(node.value ?? "")) {
          if (piece.kind === "text") push(text(piece.value));
          else if (piece.kind === "close") {
            if (open.some(({ name }) => name === piece.name)) {
              while (open.at(-1)?.name !== piece.name) close();
              close();
            }
          } else if (piece.name === "a") {
            open.push({ name: "a", href: piece.attributes["href"] ?? "", children: [] });
          } else if (KEPT.has(piece.name) && open.length < 12)
            open.push({ name: piece.name, href: null, children: [] });
          else if (piece.name === "img") {
            push(
              ...convertPicture(
                piece.attributes["src"] ?? "",
                piece.attributes["alt"] ?? "",
                conversion,
                line,
              ),
            );
          } else if (piece.name === "br") push({ type: "break" });
          else if (/^(?:video|iframe|audio|embed|object|source)$/.test(piece.name)) {
            push(...convertMedia(piece.name, piece.attributes["src"] ?? "", conversion, line));
          } else if (!SILENT.has(piece.name)) {
            tell(conversion, line, `<${piece.name}>: its text is left`);
          }
        }
        return;
      case "image":
        push(...convertPicture(node.url ?? "", node.alt ?? "", conversion, line));
        return;
      case "imageReference": {
        const target = conversion.definitions.get(node.identifier ?? "");
        push(...convertPicture(target?.url ?? "", node.alt ?? "", conversion, line));
        return;
      }
      case "link":
        push(...convertLink(node.url ?? "", inside(), conversion, line));
        return;
      case "linkReference": {
        const target = conversion.definitions.get(node.identifier ?? "");
        if (target === undefined) push(...inside());
        else push(...convertLink(target.url, inside(), conversion, line));
        return;
      }
      case "footnoteReference":
        push({ ...node, identifier: footnoteId(node, conversion), label: footnoteId(node, conversion) });
        return;
      case "break":
        push({ type: "break" });
        return;
      default:
        push(node.children === undefined ? node : { ...node, children: inside() });
    }
  });
  while (open.length > 0) close();
  return root;
}

/** Two sections of a lesson may have notes of the same name. */
export function footnoteId({ identifier = "" }: Node, { section }: Conversion): string {
  return `${section.file.replace(/[^a-zA-Z0-9]+/g, "-")}-${identifier}`;
}

function convertText(node: Node, before: Node | undefined, conversion: Conversion): Node[] {
  const line = lineOf(node);
  let value = node.value ?? "";
  // What the command before it is to do has been read there.
  if (before?.type === "inlineCode") value = value.replace(ACTION, "");
  const parts: Node[] = [];
  let last = 0;
  const pattern = new RegExp(
    `${TOKEN.source}|\\{\\{\\s*TRAFFIC_[A-Z0-9_]{1,40}\\s*\\}\\}(?:/[^\\s)\\]]*)?|\\$\\$(\\w{1,60})\\$\\$`,
    "g",
  );
  for (const match of value.matchAll(pattern)) {
    parts.push(text(value.slice(last, match.index)));
    last = match.index + match[0].length;
    if (match[1] !== undefined) parts.push(...convertDirective(Number(match[1]), conversion, line));
    else if (match[2] !== undefined) parts.push(inlineCode(`$${match[2]}`));
    else {
      const address = readPortAddress(match[0]);
      parts.push(address === null ? text("the port") : inlineCode(localAddress(address)));
      tellPort(conversion, line, address?.port ?? null);
    }
  }
  parts.push(text(value.slice(last)));
  return parts.filter((part) => part.type !== "text" || part.value !== "");
}

function convertDirective(index: number, conversion: Conversion, line: number): Node[] {
  const directive = conversion.source.directives[index];
  if (directive === undefined) return [];
  const { name, words, options } = directive;
  switch (name) {
    case "fileLink":
      return [inlineCode((options["path"] ?? words).replaceAll("`", ""))];
    case "tabLink": {
      const href = options["href"] ?? "";
      return convertLink(href, words === "" ? [] : [text(words)], conversion, line);
    }
    case "variableDefinition":
      // Where it stands within a sentence nothing can ask.
      return [];
    default:
      tell(conversion, line, `${directive.source}: there is no such button`);
      return words === "" ? [] : [text(words)];
  }
}

/** In code, directives and values of the reader stand as they are written. */
export function withDirectives(value: string, { source }: Conversion): string {
  return value.replace(TOKEN, (_all, index: string) => source.directives[Number(index)]?.source ?? "");
}

/** `$$name$$` as the shell writes it, where the reader is asked for the value in the terminal. */
export function withVariables(code: string, { variables }: Conversion): string {
  return code.replace(/\$\$(\w{1,60})\$\$/g, (all, name: string) =>
    variables.has(name) ? `\${${name}}` : all,
  );
}

function convertLink(url: string, children: Node[], conversion: Conversion, line: number): Node[] {
  const address = readPortAddress(url);
  if (address !== null) {
    const local = localAddress(address);
    tellPort(conversion, line, address.port);
    const words = children.map(textOf).join("").trim();
    if (words === "" || words.replace(/\/$/, "") === local || readPortAddress(words) !== null)
      return [inlineCode(local)];
    return [...children, text(" ("), inlineCode(local), text(")")];
  }
  if (/^(?:https?:|mailto:)/i.test(url) && URL.canParse(url))
    return [{ type: "link", url, title: null, children }];
  tell(conversion, line, `a link to ${url === "" ? "nothing" : url}: only its words are left`);
  return children;
}

function tellPort(conversion: Conversion, line: number, port: number | null): void {
  const which = port === null ? "a port" : `port ${port}`;
  tell(
    conversion,
    line,
    `a link to ${which}: the reader opens it from the panel App, where the container's ports are`,
  );
}

/** A picture of the source, or, where it did not come with it, what it shows in words. */
export function convertPicture(address: string, alt: string, conversion: Conversion, line: number): Node[] {
  const path = conversion.pathOf(address);
  // A picture without words cannot be served; its name is better than nothing, and is told.
  const name = (address.split(/[?#]/, 1)[0] ?? "").split("/").at(-1) ?? "";
  const words = alt.trim() === "" ? name.replace(/\.\w+$/, "").replace(/[-_]+/g, " ") : alt.trim();
  if (path !== null) {
    if (alt.trim() === "")
      tell(conversion, line, `the picture at ${address} has no words: say what it shows`);
    return [{ type: "image", url: path, alt: words === "" ? "Picture" : words, title: null }];
  }
  tell(
    conversion,
    line,
    `the picture ${JSON.stringify(alt)} at ${address}: it is not among the files of the source`,
  );
  return alt.trim() === "" ? [] : [text(`(Picture: ${alt.trim()})`)];
}

function convertMedia(name: string, source: string, conversion: Conversion, line: number): Node[] {
  tell(
    conversion,
    line,
    `<${name}> of ${source === "" ? "nothing" : source}: a lesson shows pictures and no films`,
  );
  return /^https?:/.test(source) && URL.canParse(source)
    ? [{ type: "link", url: source, title: null, children: [text(source)] }]
    : [];
}
