import type { Machine } from "./describe-machine.ts";
import type { Figure, Row } from "./figure.ts";
import { ratioOf } from "./figure.ts";

/** The rows as a Markdown table, with the machine and the date above it. */
export function formatTable(machine: Machine, rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const beside =
      row.beside === null
        ? ""
        : `${row.beside.figure === null ? "—" : formatFigure(row.beside.figure)} (${row.beside.what})`;
    const ratio = ratioOf(row);
    const measure = row.note === undefined ? row.measure : `${row.measure}. ${row.note}`;
    const ours = row.ours === null ? "—" : formatFigure(row.ours);
    return `| ${[measure, ours, beside, ratio === null ? "" : ratio.toFixed(2)].map(escapeCell).join(" | ")} |`;
  });
  return [
    `${machine.date}, ${machine.cores} cores (${machine.processor}), ${formatMebibytes(machine.memoryBytes)} of memory, Linux ${machine.kernel}, ${machine.system}, ${machine.versions.map(([name, version]) => `${name} ${version}`).join(", ")}. Medians where nothing else is said; written by \`npm run bench -- --write\`.`,
    "",
    "| measure | Drydock | beside it | ratio |",
    "| --- | --- | --- | --- |",
    ...lines,
  ].join("\n");
}

export function formatFigure({ value, unit, samples }: Figure): string {
  if (!Number.isFinite(value)) return "—";
  const times = samples.length > 1 ? ` (n=${samples.length})` : "";
  switch (unit) {
    case "ms":
      return `${value < 1000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(value < 10_000 ? 2 : 1)} s`}${times}`;
    case "bytes":
      return `${formatMebibytes(value)}${times}`;
    case "lines/s":
      return `${Math.round(value).toLocaleString("en-US")} lines/s${times}`;
    case "score":
      return `${Math.round(value)}${times}`;
  }
}

function formatMebibytes(bytes: number): string {
  if (Math.abs(bytes) >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  if (Math.abs(bytes) >= 10 * 2 ** 20) return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  return bytes >= 2 ** 20 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 10).toFixed(0)} KiB`;
}

function escapeCell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
