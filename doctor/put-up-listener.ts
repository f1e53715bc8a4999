import { readConfig } from "../server/config.ts";
import { serve, type Serving } from "../server/http/serve.ts";
import { createGate } from "../server/session/gate.ts";
import { followSessionKey } from "../server/session/session-key.ts";

export interface OwnListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The site's real listener with its gate and a key file of its own, and behind it a program that says who has come in:
 * "came in as <student>" or "came in as nobody". At /stays it goes on saying so.
 */
export async function putUpListener(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  host = "127.0.0.1",
): Promise<OwnListener> {
  const config = readConfig({ ...settings, HOST: "127.0.0.1", DATA_DIR: dataDir });
  const key = await followSessionKey(dataDir);
  const gate = createGate(config, key);
  const serving: Serving = await serve({
    host,
    port: 0,
    allowedHosts: ["course.example.org"],
    maxBodyBytes: 1000,
    development: false,
    gate,
    handle: (request, response) => {
      const visitor = gate.read({ get: (name) => (request.headers[name] as string | undefined) ?? null });
      response.write(`came in as ${visitor.session?.studentId ?? "nobody"}\n`);
      if (request.url !== "/stays") response.end();
      return Promise.resolve();
    },
    upgrade: (_request, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
      return Promise.resolve(true);
    },
    previews: { serves: () => false, handle: () => undefined, upgrade: () => undefined },
  });
  return {
    port: serving.port,
    close: async () => {
      await serving.close(100);
      gate.close();
      key.close();
    },
  };
}
