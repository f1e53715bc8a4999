import { createServer } from "node:net";

/**
 * Whether the site can listen where it is told to. Asked before anything is prepared, which may take minutes.
 * @returns what is in the way and what to do, as a sentence; null when nothing is
 */
export async function checkPort(host: string, port: number): Promise<string | null> {
  if (port === 0) return null;
  const code = await tryToListen(host, port);
  switch (code) {
    case null:
      return null;
    case "EADDRINUSE":
      return `Port ${port} is in use. If Drydock is running already, stop it first (Ctrl-C in its terminal, or systemctl stop drydock). Or give this one a port and a folder of its own: sudo PORT=${port + 1} DATA_DIR=/var/lib/drydock-2 npm start`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `HOST=${host} is not an address of this computer. Leave it out, or take one that \`ip address\` shows.`;
    case "EACCES":
      return `You may not listen on port ${port}. Take one from 1024 on: PORT=3000 npm start`;
    default:
      return `HOST=${host} and PORT=${port} cannot be listened on (${code}).`;
  }
}

/** The code of the error; null when it works. */
function tryToListen(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
