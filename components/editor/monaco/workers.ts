/** Workers are files of our own origin beside this one: `worker-src 'self'` is enough, no blob. */
const fileOfLabel = (label: string): string => (label === "yaml" ? "yaml.worker.js" : "editor.worker.js");

/** Starts the worker that Monaco knows by this label. */
export function startWorker(label: string): Worker {
  return new Worker(new URL(fileOfLabel(label), import.meta.url), { type: "module", name: label });
}

globalThis.MonacoEnvironment = { getWorker: (_moduleId, label) => startWorker(label) };
