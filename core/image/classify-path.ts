import type { WasteCause } from "./report.ts";

/** Causes that a path alone gives away. */
export type PathCause = Exclude<WasteCause, "duplicate" | "overwritten" | "virtual-environment">;

const COMPILERS =
  /^(?:(?:x86_64|aarch64|i686|arm)-linux-gnu[a-z]*-)?(?:gcc|g\+\+|cpp|cc|c\+\+|c89|c99|gfortran|make|cmake|ld|as|ar|nm|ranlib|objdump|lto-dump|gcov|gcc-ar|gcc-nm|gcc-ranlib|gdb|dpkg-buildpackage)(?:-\d+(?:\.\d+)?|\.bfd|\.gold)?$/;

/** Where the files of a compiler lie, besides the programs themselves. */
const COMPILER_HOMES =
  /^usr\/(?:lib|libexec)\/gcc(?:-cross)?\/|^usr\/include\/|^usr\/(?:lib|local\/lib)\/(?:[^/]+\/)?[^/]+\.(?:a|o|la)$|^usr\/lib\/(?:[^/]+\/)?(?:libbfd|libopcodes|libctf)[^/]*\.so|^usr\/share\/(?:gcc|cmake)[^/]*\//;

const PYTHON_LIBRARY = /(?:^|\/)(?:site-packages|dist-packages|python3(?:\.\d+)?)\//;

/** What a file of an own layer is there for, when it need not be there; null when nothing is wrong with it. */
export function classifyPath(path: string): PathCause | null {
  if (/(?:^|\/)\.cache\/(?:pip|uv)\//.test(path)) return "pip-cache";
  if (path.startsWith("var/lib/apt/lists/")) return "apt-lists";
  if (/^var\/cache\/apt\/(?:archives\/.+|[^/]+\.bin)$/.test(path)) return "apt-archives";
  if (/(?:^|\/)\.(?:git|hg|svn)\//.test(path)) return "version-control";
  if (isBuildTool(path)) return "build-tools";
  if (isTest(path)) return "tests";
  if (path.endsWith(".pyc") && path.includes("__pycache__/")) return "bytecode";
  return null;
}

function isBuildTool(path: string): boolean {
  if (COMPILER_HOMES.test(path)) return true;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return /^(?:usr\/)?(?:local\/)?s?bin\//.test(path) && COMPILERS.test(name);
}

function isTest(path: string): boolean {
  const directory = path.slice(0, path.lastIndexOf("/") + 1);
  if (/^(?:proc|sys|dev|etc|usr\/share)\//.test(path)) return false;
  if (PYTHON_LIBRARY.test(directory)) return /\/(?:tests?|testing_data)\//.test(directory);
  // Elsewhere only the plural and only Python: /app/tests/test_api.py.
  return (
    /(?:^|\/)tests\//.test(directory) && !directory.startsWith("usr/") && /\.(?:py|pyc|json|csv)$/.test(path)
  );
}
