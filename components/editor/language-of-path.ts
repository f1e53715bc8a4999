const byExtension: Readonly<Record<string, string>> = {
  dockerfile: "dockerfile",
  ipynb: "json",
  json: "json",
  md: "markdown",
  py: "python",
  sh: "shell",
  yaml: "yaml",
  yml: "yaml",
};

/** Name of the language that a file is written in, as Monaco knows it. */
export function languageOfPath(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  if (/^(dockerfile|containerfile)(\.|$)/.test(name) && !name.endsWith(".dockerignore")) return "dockerfile";
  return byExtension[name.slice(name.lastIndexOf(".") + 1)] ?? "plaintext";
}
