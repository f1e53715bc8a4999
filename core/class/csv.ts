/** A table as RFC 4180 has it: rows of cells. Which separator a file has is seen from its first row. */
export interface CsvTable {
  readonly separator: "," | ";" | "\t";
  /** Whether the file began with a byte order mark, which Excel wants to see again. */
  readonly hasMark: boolean;
  readonly rows: readonly (readonly string[])[];
}

/** Reads a table; quotes, line breaks within quotes and any line end are understood. Empty lines are left out. */
export function parseCsv(text: string): CsvTable {
  const hasMark = text.startsWith("\uFEFF");
  const body = hasMark ? text.slice(1) : text;
  const separator = findSeparator(body);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (let index = 0; index < body.length; index += 1) {
    const sign = body.charAt(index);
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (body[index + 1] === '"') {
        cell += '"';
        index += 1;
      } else isQuoted = false;
    } else if (sign === '"' && cell === "") isQuoted = true;
    else if (sign === separator) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n" || sign === "\r") {
      if (sign === "\r" && body[index + 1] === "\n") index += 1;
      endRow();
    } else cell += sign;
  }
  endRow();
  return { separator, hasMark, rows };
}

/** Writes a table so that it is read back as it is: nothing is put before a cell, because a program matches by it. */
export function writeCsv({ separator, hasMark, rows }: CsvTable): string {
  const quote = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const lines = rows.map((row) => `${row.map(quote).join(separator)}\r\n`);
  return `${hasMark ? "\uFEFF" : ""}${lines.join("")}`;
}

function findSeparator(text: string): CsvTable["separator"] {
  const first = text.slice(0, 10_000).split(/[\r\n]/, 1)[0] ?? "";
  const count = (sign: string) => first.split(sign).length;
  return ([";", "\t"] as const).find((sign) => count(sign) > count(",")) ?? ",";
}
