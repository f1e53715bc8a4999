import type { ServerResponse } from "node:http";
import { VERSION_HEADER } from "./refusal.ts";

export function answerJson(response: ServerResponse, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(200, {
    ...VERSION_HEADER,
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
