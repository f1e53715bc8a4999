import http from "node:http";
import { StringDecoder } from "node:string_decoder";
import { z } from "zod";
import { openWorkspace } from "../core/lab/open-workspace.ts";
import { saveFileResult } from "../core/lab/workspace.ts";
import type { RunEvent, RunKind } from "../core/run/event.ts";
import { runSummary } from "../core/run/run.ts";
import { terminalSummary } from "../core/terminal/protocol.ts";

export interface SiteClient {
  readonly url: string;
  readonly cookie: { readonly name: string; readonly value: string };
  readonly signal: AbortSignal;
}

const started = z.object({ run: runSummary });

/** Makes a workspace equal to `files`, through the API that the editor saves with. */
export async function saveWorkspace(
  client: SiteClient,
  labId: string,
  files: readonly { readonly path: string; readonly content: string }[],
): Promise<void> {
  const path = `/api/labs/${labId}/files`;
  const now = openWorkspace.parse(await call(client, "GET", path));
  const versions = new Map(now.files.map((file) => [file.path, file]));
  for (const { path: name, content } of files) {
    const known = versions.get(name);
    if (known?.content === content) continue;
    const result = saveFileResult.parse(
      await call(client, "PUT", path, { path: name, content, baseVersion: known?.version ?? 0 }),
    );
    if (result.status !== "saved") throw new Error(`${name} could not be saved: ${result.status}`);
  }
}

/** The files that a run sends into the seat now. */
export async function readWorkspace(
  client: SiteClient,
  labId: string,
): Promise<readonly { readonly path: string; readonly content: string }[]> {
  return openWorkspace.parse(await call(client, "GET", `/api/labs/${labId}/files`)).files;
}

/** Presses Build, Run or Check. Returns the run's id. */
export async function pressButton(client: SiteClient, labId: string, kind: RunKind): Promise<string> {
  return started.parse(await call(client, "POST", "/api/runs", { lab: labId, kind })).run.id;
}

/** Reads a run's events to its final one, as a browser does. `onEvent` is called as each arrives. */
export function followRun(
  client: SiteClient,
  runId: string,
  onEvent: (event: RunEvent) => void,
): Promise<Extract<RunEvent, { type: "final" }>> {
  return new Promise((resolve, reject) => {
    const request = open(client, "GET", `/api/runs/${runId}/events`);
    let rest = "";
    let final: Extract<RunEvent, { type: "final" }> | null = null;
    request.once("error", reject);
    request.once("response", (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`events of the run: ${response.statusCode ?? 0}`));
        response.destroy();
        return;
      }
      const decoder = new StringDecoder("utf8");
      response.on("data", (chunk: Buffer) => {
        const frames = (rest + decoder.write(chunk)).split("\n\n");
        rest = frames.pop() ?? "";
        for (const frame of frames) {
          const at = frame.indexOf("data: ");
          if (at < 0) continue;
          // Our own server: parsing a million lines by a schema would measure the schema.
          const event = JSON.parse(frame.slice(at + 6)) as RunEvent;
          onEvent(event);
          if (event.type === "final") final = event;
        }
      });
      response.once("error", reject);
      response.once("close", () => {
        if (final === null) reject(new Error("the events ended without a final one"));
        else resolve(final);
      });
    });
    request.end();
  });
}

/** Asks for a page or a file to its end. Returns the status. */
export function fetchPath(client: SiteClient, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = open(client, "GET", path);
    request.once("error", reject);
    request.once("response", (response) => {
      response.resume().once("error", reject);
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    request.end();
  });
}

/** Opens a terminal in the lab's folder. Returns its id. */
export async function openTerminal(client: SiteClient, labId: string): Promise<string> {
  return terminalSummary.parse(await call(client, "POST", "/api/terminals", { lab: labId })).id;
}

function call(client: SiteClient, method: string, path: string, body?: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = open(client, method, path);
    request.once("error", reject);
    request.once("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("error", reject);
      response.once("end", () => {
        const status = response.statusCode ?? 0;
        if (status >= 400) reject(new Error(`${method} ${path}: ${status} ${text.slice(0, 500)}`));
        else resolve(JSON.parse(text));
      });
    });
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function open(client: SiteClient, method: string, path: string): http.ClientRequest {
  return http.request(new URL(path, client.url), {
    method,
    signal: client.signal,
    headers: {
      "content-type": "application/json",
      origin: new URL(client.url).origin,
      cookie: `${client.cookie.name}=${client.cookie.value}`,
    },
  });
}
