/** An address that leads to a port of the machine that the reader works on. */
export interface PortAddress {
  readonly port: number;
  /** "/" or what stands behind the port. */
  readonly path: string;
}

const LOCAL = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|0\.0\.0\.0)(?::(\d{1,5}))?(\/[^\s]*)?$/;
const TRAFFIC = /^(?:https?:\/\/)?\{\{\s*TRAFFIC_(?:HOST\d+|SELECTOR)(?:_(\d{1,5}))?\s*\}\}(\/[^\s]*)?$/;
const KATACODA =
  /^(?:https?:\/\/)?\[\[\s*HOST_SUBDOMAIN\w*\s*\]\]-(\d{1,5})-\[\[\s*KATACODA_HOST\s*\]\][^/\s]*(\/[^\s]*)?$/;

/** Reads `{{TRAFFIC_HOST1_8080}}/login`, `http://localhost:5000` and what Katacoda wrote; null for another address. */
export function readPortAddress(address: string): PortAddress | null {
  const decoded = address
    .replaceAll("%7B", "{")
    .replaceAll("%7D", "}")
    .replaceAll("%5B", "[")
    .replaceAll("%5D", "]");
  for (const pattern of [LOCAL, TRAFFIC, KATACODA]) {
    const match = pattern.exec(decoded);
    if (match === null) continue;
    const port = Number(match[1] ?? 80);
    return port >= 1 && port <= 65_535 ? { port, path: match[2] ?? "/" } : null;
  }
  return null;
}

/** As the terminal's curl takes it. */
export const localAddress = ({ port, path }: PortAddress): string =>
  `http://localhost:${port}${path === "/" ? "" : path}`;
