import { expect, it } from "vitest";
import { languageOfPath } from "./language-of-path.ts";

it.each([
  ["Dockerfile", "dockerfile"],
  ["docker/Dockerfile.dev", "dockerfile"],
  ["api.dockerfile", "dockerfile"],
  ["Containerfile", "dockerfile"],
  [".dockerignore", "plaintext"],
  ["Dockerfile.dockerignore", "plaintext"],
  ["Dockerfiles/notes.txt", "plaintext"],
  ["compose.yaml", "yaml"],
  ["prometheus.yml", "yaml"],
  ["app/main.py", "python"],
  ["a.json", "json"],
  ["notebooks/exploration.ipynb", "json"],
  ["entrypoint.sh", "shell"],
  ["README.md", "markdown"],
  ["requirements.txt", "plaintext"],
])("%s is %s", (path, language) => expect(languageOfPath(path)).toBe(language));
