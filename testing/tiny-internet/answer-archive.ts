import { createHash } from "node:crypto";
import { type Answer, type Asked, notFound } from "./answer.ts";

const PACKAGES = `Package: tiny
Version: 1.0
Architecture: all
Maintainer: Nobody <nobody@example.org>
Filename: pool/tiny_1.0_all.deb
Size: 0
Description: a package that is listed and nowhere to be had
`;
const INDEX = "main/binary-amd64/Packages";

/** As much of a Debian archive as `apt-get update` reads. */
export function answerArchive(asked: Asked): Answer {
  const path = asked.path.replace(/^\/debian\/dists\/bookworm\//, "");
  if (path === INDEX) return { status: 200, headers: { "content-type": "text/plain" }, body: PACKAGES };
  if (path !== "Release") return notFound;
  const sum = createHash("sha256").update(PACKAGES).digest("hex");
  const body = [
    ...["Origin: Tiny", "Suite: bookworm", "Codename: bookworm", `Date: ${new Date().toUTCString()}`],
    ...["Architectures: amd64", "Components: main", "SHA256:", ` ${sum} ${PACKAGES.length} ${INDEX}`, ""],
  ].join("\n");
  return { status: 200, headers: { "content-type": "text/plain" }, body };
}
