/** Told what a line had that the lesson does not have. */
export type Lost = (what: string) => void;
/** Where in the lesson's folder the picture at an address of the source is; null for one that did not come with it. */
export type PathOfPicture = (address: string) => string | null;

/** ![words](address "title") */
export const PICTURE = /!\[([^\]]*)\]\(\s*<?([^)\s>]*)>?[^)]*\)/g;
const KEPT_TAGS = ["details", "summary", "kbd", "sub", "sup"];
/** They only say how the text looks or where it stands. Any other name in angle brackets is text: <port>. */
const DROPPED_TAGS =
  /^(?:a|abbr|b|big|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|iframe|img|input|li|ol|p|pre|s|small|span|strong|table|tbody|td|th|thead|tr|u|ul|video)$/;
const SILENT_TAGS = ["br", "p", "div", "center", "b", "i", "em", "strong", "u", "span", "hr"];

/**
 * One line of Markdown, outside of fenced code, as MDX: braces and angle brackets that mean themselves are escaped,
 * directives of the source become words. Code in `backticks` stays as it is.
 */
export function convertLine(line: string, lost: Lost, pathOf: PathOfPicture = () => null): string {
  // Code is put aside, so that nothing in it is taken for markup.
  const kept: string[] = [];
  const put = (text: string) => `\u0000${kept.push(text) - 1}\u0000`;
  let text = line.replaceAll("\u0000", "");
  text = text.replace(
    /(`+)(?!`)(.*?[^`])\1(?!`)(\{\{[^}]*\}\})?/g,
    (_all, ticks: string, code: string, action = "") => {
      if (String(action).includes("exec")) lost("`…`{{exec}}: a command within a sentence has no button");
      return put(`${ticks}${code}${ticks}`);
    },
  );
  text = convertDirectives(text, lost, put);
  text = text.replace(PICTURE, (_all, alt: string, address: string) => {
    const path = pathOf(address);
    if (path !== null) return put(`![${escapeText(alt)}](${path})`);
    lost(`the picture ${JSON.stringify(alt)} at ${address}: it is not among the files of the source`);
    return alt === "" ? "" : `(Picture: ${alt})`;
  });
  text = text.replace(/\[([^\]]+)\]\(([^)\s]*)(?:\s+"[^"]*")?\)/g, (_all, words: string, address: string) => {
    if (/^(https?:|mailto:)/.test(address)) return put(`[${escapeText(words)}](${address})`);
    lost(`a link to ${address === "" ? "nothing" : address}: only its words are left`);
    return words;
  });
  text = text.replace(/<((?:https?:|mailto:)[^>\s]+)>/g, (_all, address: string) =>
    put(`[${address}](${address})`),
  );
  text = text.replace(
    /<a\s[^>]*href="(https?:[^"]*)"[^>]*>(.*?)<\/a>/gi,
    (_all, address: string, words: string) =>
      put(`[${escapeText(words.replace(/<[^>]*>/g, ""))}](${address})`),
  );
  text = text.replace(/<\/?([a-zA-Z][\w-]*)((?:\s[^<>]*)?)\/?>/g, (all, name: string) => {
    const tag = name.toLowerCase();
    if (KEPT_TAGS.includes(tag)) return put(all.startsWith("</") ? `</${tag}>` : `<${tag}>`);
    if (!DROPPED_TAGS.test(tag)) return all;
    if (!SILENT_TAGS.includes(tag) && !all.startsWith("</")) lost(`<${tag}>: its text is left`);
    return "";
  });
  // At the beginning of a line these two words would be JavaScript.
  text = escapeText(text).replace(/^(i|e)(?=(?:mport|xport)\b)/, (sign) => `&#${sign.charCodeAt(0)};`);
  // Put back from the outermost inwards: a link may hold code.
  for (let round = 0; round < 4 && text.includes("\u0000"); round += 1) {
    text = text.replace(/\u0000(\d+)\u0000/g, (_all, index: string) => kept[Number(index)] ?? "");
  }
  return text;
}

function convertDirectives(line: string, lost: Lost, put: (text: string) => string): string {
  return line
    .replace(/:fileLink\[([^\]]*)\](?:\{([^}]*)\})?/g, (_all, words: string, options = "") => {
      const path = /path="?([^"\s}]+)/.exec(String(options))?.[1] ?? words;
      return put(`\`${path.replaceAll("`", "")}\``);
    })
    .replace(/::?tabLink\[([^\]]*)\](?:\{([^}]*)\})?/g, (_all, words: string, options = "") => {
      const href = /href="?([^"\s}]+)/.exec(String(options))?.[1] ?? "";
      lost(`::tabLink to ${href}: a port is opened from the panel beside the text`);
      return `${words}${href === "" ? "" : ` (${put(`\`${href}\``)})`}`;
    })
    .replace(/::variableDefinition\[([^\]]*)\](?:\{[^}]*\})?/g, (_all, name: string) => {
      lost(`::variableDefinition of ${name}: nobody asks for a value`);
      return "";
    })
    .replace(/::variableSetButton\[([^\]]*)\](?:\{[^}]*\})?/g, (_all, words: string) => {
      lost(`::variableSetButton ${JSON.stringify(words)}`);
      return "";
    })
    .replace(/^(\s*):::\s*conditionalDisplay.*$/, (_all, indent: string) => {
      lost(":::conditionalDisplay: its text is always there");
      return indent;
    })
    .replace(/^(\s*):::\s*$/, "$1")
    .replace(/\{\{TRAFFIC_(?:HOST\d+|SELECTOR)_?(\d*)\}\}/g, (_all, port: string) => {
      lost("{{TRAFFIC_…}}: a port is opened from the panel beside the text");
      return port === "" ? "the port" : `port ${port}`;
    });
}

/** Signs that would begin something in MDX, so that they mean themselves. A quote's > at the beginning stays. */
function escapeText(text: string): string {
  // What is escaped in the source stays so.
  return text.replace(/\\?[<{}]/g, (sign) => (sign === "<" ? "&lt;" : sign.length > 1 ? sign : `\\${sign}`));
}
