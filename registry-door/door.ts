import type { IncomingMessage, ServerResponse } from "node:http";
import type { RegistryStudent } from "../server/seats/registry-credential.ts";
import type { CommitLock } from "./commit-lock.ts";
import type { Ledger } from "./ledger.ts";
import type { Store } from "./store.ts";
import type { Repository, Target } from "./target.ts";
import type { Upstream } from "./upstream.ts";

/** What the answers need. */
export interface Door {
  readonly key: string;
  readonly store: Store;
  readonly ledger: Ledger;
  /** Shared by what links a blob, had alone by what removes one. */
  readonly lock: CommitLock;
  readonly upstream: Upstream;
  /** Told when something was deleted, so that its blobs are swept soon. */
  readonly onDeleted: () => void;
}

/** One request of somebody who has shown who they are. */
export interface Asking<Kind extends Target["kind"] = Target["kind"]> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly caller: RegistryStudent;
  readonly target: Extract<Target, { kind: Kind }>;
}

/** Whether a request announces a body that has at least one byte. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** What a student's class has in the registry begins with this; nobody outside gets to see it. */
export const prefixOf = ({ realm }: RegistryStudent) => `${realm}/`;

/** Path of a repository in docker-registry. */
export const upstreamPath = (caller: RegistryStudent, { owner, path }: Repository) =>
  `/v2/${prefixOf(caller)}${owner}/${path}`;
