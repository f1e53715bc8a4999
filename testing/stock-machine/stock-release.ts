/** A Debian that `npm run test:vm` can boot. */
export interface StockRelease {
  readonly number: "12" | "13";
  readonly codename: "bookworm" | "trixie";
  /** What a person types on it, as root, to have the Node that README asks for. */
  readonly nodeCommands: readonly string[];
}

export const stockReleases: readonly StockRelease[] = [
  {
    number: "13",
    codename: "trixie",
    nodeCommands: ["apt-get update", "apt-get install -y --no-install-recommends nodejs npm"],
  },
  {
    number: "12",
    codename: "bookworm",
    // Its own Node is 18; the npm registry has the programs of newer ones.
    nodeCommands: [
      "apt-get update",
      "apt-get install -y --no-install-recommends npm",
      "npm install --global node@20",
    ],
  },
];
