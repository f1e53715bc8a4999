import * as monaco from "monaco-editor/editor/editor.api.js";
import type { MonacoYaml } from "monaco-yaml";
import { configureMonacoYaml } from "monaco-yaml";
import composeSpec from "../../../core/compose/compose-spec.json";
import { startWorker } from "./workers.ts";

interface OldWorkerOptions {
  readonly label?: string;
  readonly createData?: unknown;
}

/**
 * monaco-yaml asks for its worker as Monaco up to 0.52 gave it; since 0.53 the caller brings the worker and
 * says hello to it itself.
 */
const monacoForYaml = {
  ...monaco,
  editor: {
    ...monaco.editor,
    createWebWorker: (options: OldWorkerOptions) => {
      const worker = startWorker(options.label ?? "yaml");
      worker.postMessage("ignore");
      worker.postMessage(options.createData);
      return monaco.editor.createWebWorker({ worker });
    },
  },
};

let configured: MonacoYaml | null = null;

/** YAML service, once a page: compose files against the compose specification, other YAML for its syntax. */
export function configureYaml(): void {
  configured ??= configureMonacoYaml(monacoForYaml, {
    enableSchemaRequest: false,
    hoverSchemaSource: false,
    schemas: [
      {
        uri: "https://compose-spec.io/schema/compose-spec.json",
        fileMatch: ["**/compose.yaml", "**/compose.yml", "**/docker-compose.yaml", "**/docker-compose.yml"],
        schema: composeSpec,
      },
    ],
  });
}
