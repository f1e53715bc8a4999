import { describe, expect, it } from "vitest";
import { explainOutput } from "./explain-output.ts";

describe("the mistake behind what a program printed", () => {
  it.each([
    ["/bin/sh: 1: [uvicorn,: not found", "double quotes"],
    ["/bin/sh: line 1: [uvicorn,: command not found", "double quotes"],
    ["exec /app/entrypoint.sh: no such file or directory", "CRLF"],
    ["/bin/sh: 1: ./install.sh: not found", "CRLF"],
    ["./start.sh: line 2: $'\\r': command not found", "LF line ends"],
    ["/usr/bin/env: ‘bash\\r’: No such file or directory", "LF line ends"],
    ["exec /start.sh: exec format error", "first line"],
    ["/bin/sh: 1: ./start.sh: Permission denied", "--chmod=755"],
    ["PermissionError: [Errno 13] Permission denied: '/root/.local/lib'", "/root"],
    ["E: Unable to locate package gcc", "apt-get update"],
    ["Do you want to continue? [Y/n] Abort.", "install -y"],
    ["E: Could not open lock file - open (13: Permission denied)\nE: are you root?", "USER"],
    ["ERROR: Could not open requirements file: [Errno 2] No such file", "COPY it"],
    ["error: command 'gcc' failed: No such file or directory", "compiler"],
    ["ModuleNotFoundError: No module named 'fastapi'", "COPY --from"],
    ["OSError: libgomp.so.1: cannot open shared object file: No such file", "library of the system"],
    ['connection to server at "localhost" (127.0.0.1), port 5432 failed: Connection refused', "db:5432"],
    ['could not translate host name "db" to address', "service's own name"],
    ["curl: (6) Could not resolve host: models.example.org", "cannot be reached from here"],
    ["exec /work/.venv/bin/gunicorn: no such file or directory", "was moved"],
    ["exec /server: no such file or directory", "scratch"],
    ["Error: Invalid value for '--port': '$PORT' is not a valid integer.", "No shell"],
    ["Segmentation fault (core dumped)", "native code"],
    ["PermissionError: [Errno 13] Permission denied: '/.cache'", "--create-home"],
    ["PermissionError: [Errno 13] Permission denied: '/data/runs.db'", "named volume"],
    ["ModuleNotFoundError: No module named 'app.routes'", "WORKDIR"],
    ["failed to register layer: max depth exceeded", "more layers"],
    [
      "ERROR: Could not find a version that satisfies the requirement numpy==9 (from versions: 1.26.4, 2.1.0)",
      "1.26.4, 2.1.0",
    ],
  ])("%j", (output, hint) => expect(explainOutput(`Starting.\n${output}\n`)).toContain(hint));

  it.each([
    "",
    "Killed",
    "AssertionError: the model's score is 0.4",
    "/bin/sh: 1: uvicorn: not found",
    "/bin/sh: 1: [: missing ]",
    "ValueError: list index out of range ['a', 'b']",
    "http://localhost:8000/health: Connection refused",
  ])("is not known for %j", (output) => expect(explainOutput(output)).toBeNull());

  it("is looked for among the last words, in time that does not explode", () => {
    expect(explainOutput(`are you root?\n${"x".repeat(5000)}`)).toBeNull();
    expect(explainOutput("localhost".repeat(100_000) + "'".repeat(100_000))).toBeNull();
  });
});
