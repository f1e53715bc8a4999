/** Names by which programs in a seat call the seat itself. */
const own = new Set(["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "[::]"]);

/** The port of the seat that an address in its terminal means; null for an address of elsewhere. */
export function portOfSeat(address: string): number | null {
  if (!URL.canParse(address)) return null;
  const { hostname, port, protocol } = new URL(address);
  // Previews speak HTTP with what listens in the seat.
  if (protocol !== "http:" || !own.has(hostname)) return null;
  return port === "" ? 80 : Number(port);
}
