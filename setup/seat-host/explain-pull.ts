const NEXT = /msg="Attempting next endpoint for pull after error: ((?:[^"\\]|\\.)*)"/g;
const DOCKER_HUB = "registry-1.docker.io";
const LONGEST = 200;

/**
 * Why a pull failed, in one line. A mirror that fails is followed by Docker Hub, which the proxy refuses then, and
 * `stderr` of docker pull tells of that alone; what the mirror said is in the engine's log.
 */
export function explainPull(stderr: string, engineLog: string, registry: string): string {
  const hub = new URL(registry).hostname === DOCKER_HUB;
  const said = hub
    ? undefined
    : [...engineLog.matchAll(NEXT)]
        .map(([, text = ""]) => text.replaceAll('\\"', '"').replaceAll("\\n", "\n"))
        .filter((text) => !text.includes(`//${DOCKER_HUB}/`))
        .at(-1);
  const text = said ?? stderr.replace(/^Error response from daemon: /, "");
  // The proxy's own page is a page.
  const line =
    text
      .split(/<!DOCTYPE|\n/)[0]
      ?.trim()
      .replace(/:$/, "") ?? "";
  return line === "" ? "no reason given" : line.slice(0, LONGEST);
}
