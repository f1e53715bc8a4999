import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL(".", import.meta.url));
const hasPackaging =
  spawnSync("python3", [
    "-c",
    "import importlib.util as u, sys; sys.exit(not (u.find_spec('packaging') or u.find_spec('pip')))",
  ]).status === 0;

// Debian's python3 comes with mmdebstrap, but neither pip nor packaging does.
it.skipIf(!hasPackaging)("the metadata of repacked wheels: Python's own unit tests pass", () => {
  const output = execFileSync("python3", ["-B", "-m", "unittest", "test_distribution_metadata"], {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  expect(output).toBe("");
});
