import type { StageChain } from "../stage-chain.ts";

/** "docker.io/library/python:3.11" -> "python". */
export function imageName(image: string): string {
  const name = image.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
  return name
    .replace(
      /^(?:docker\.io|index\.docker\.io|registry-1\.docker\.io|mirror\.gcr\.io|public\.ecr\.aws\/docker)\//,
      "",
    )
    .replace(/^library\//, "");
}

/** Official images that begin as root in `/`, with nothing in their configuration but what is named here. */
const plain: ReadonlyMap<string, readonly string[]> = new Map([
  ["debian", []],
  ["ubuntu", []],
  ["alpine", []],
  ["busybox", []],
  ["fedora", []],
  ["almalinux", []],
  ["rockylinux", []],
  ["buildpack-deps", []],
  [
    "python",
    [
      "LANG",
      "GPG_KEY",
      "PYTHON_VERSION",
      "PYTHON_SHA256",
      "PYTHON_PIP_VERSION",
      "PYTHON_SETUPTOOLS_VERSION",
      "PYTHON_GET_PIP_URL",
      "PYTHON_GET_PIP_SHA256",
    ],
  ],
  ["node", ["NODE_VERSION", "YARN_VERSION"]],
]);

/** Whether the base is one that is known to begin as root, in `/`. */
export const isPlainBase = ({ base, stages }: StageChain): boolean =>
  stages[0]?.from.written.includes("$") !== true && plain.has(imageName(base.image));

/** Variables that the base itself sets; null for one that is not known. */
export function variablesOfBase(image: string): ReadonlySet<string> | null {
  if (image === "scratch") return new Set();
  const known = plain.get(imageName(image));
  return known === undefined ? null : new Set(["PATH", ...known]);
}

/** Bases whose own user is not root. */
export const hasOwnUser = (image: string): boolean =>
  /(^|[:/-])nonroot\b|unprivileged|^(quay\.io\/)?jupyter\/|^bitnami(legacy)?\/|^apache\/airflow|^selenium\/|^mambaorg\/|^prom\/|^grafana\/|elastic\/|^cimg\/|^circleci\/|^gitpod\/|^jenkins\/|^sonarqube|^rapidsai\/|^mcr\.microsoft\.com\/(windows|devcontainers)|^registry\.access\.redhat\.com\/|^registry\.redhat\.io\/|^quay\.io\/(jupyter|fedora|centos7|sclorg)\//.test(
    image.replace(/^docker\.io\//, ""),
  );

/** Official images that are known to begin as root, wherever they stand. */
export const beginsAsRoot = (chain: StageChain): boolean =>
  isPlainBase(chain) ||
  /^(golang|rust|ruby|php|perl|openjdk|eclipse-temurin|maven|gradle|gcc|nginx|httpd|nvidia\/cuda|nvcr\.io\/nvidia\/(cuda|pytorch)|pytorch\/pytorch|tensorflow\/tensorflow|continuumio\/(mini|ana)conda3|condaforge\/[\w-]+|amazonlinux|centos|oraclelinux|archlinux|ghcr\.io\/astral-sh\/uv|tiangolo\/[\w-]+|scratch)$/.test(
    imageName(chain.base.image),
  );
