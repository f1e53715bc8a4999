import { constants, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Config, seatHostDirectory } from "../../server/config.ts";
import { closeConnection, connectByRootSocket } from "../../server/seats/incus/connection.ts";
import { incusFind } from "../../server/seats/incus/find.ts";
import { systemImageAlias } from "../../setup/make-system-image.ts";
import { runCommand } from "../../setup/run-command.ts";
import { seatHostPaths } from "../../setup/seat-host/paths.ts";
import { seatImage } from "../../setup/seat-image/seat-image.ts";
import { servicesImage } from "../../setup/services-image/services-image.ts";
import { findKit } from "./find-kit.ts";
import { HOSTS } from "./names.ts";
import type { Plan } from "./protocol.ts";

const BUNDLE = "etc/ssl/certs/ca-certificates.crt";

/**
 * Makes what the tiny internet needs in a folder, from what the machine's own seat host has: its two system images,
 * which here trust the tiny internet's certificate and no other, and the offline kit.
 */
export async function makePlan(machine: Config, directory: string): Promise<Plan> {
  const paths = seatHostPaths(seatHostDirectory(machine));
  await rm(directory, { recursive: true, force: true });
  await mkdir(`${directory}/cache`, { recursive: true, mode: 0o751 });
  const trust = `${directory}/trust`;
  await mkdir(path.dirname(`${trust}/${BUNDLE}`), { recursive: true });
  const certificate = `${trust}/${BUNDLE}`;
  const key = `${directory}/tiny.key`;
  const names = Object.values(HOSTS).map((name) => `DNS:${name}`);
  await runCommand("openssl", [
    ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"],
    ...["-subj", "/CN=tiny-internet", "-addext", `subjectAltName=${names.join(",")}`],
    ...["-keyout", key, "-out", certificate],
  ]);
  await Promise.all(
    [seatImage, servicesImage].map(async (recipe) => {
      const alias = await systemImageAlias(recipe);
      const copy = `${directory}/cache/${alias}.tar`;
      await copyFile(await findRootfs(paths, alias), copy, constants.COPYFILE_FICLONE);
      const owner = ["--owner=0", "--group=0", "--mode=a+rX,u+w"];
      await runCommand("tar", [
        "--append",
        ...owner,
        `--file=${copy}`,
        `--directory=${trust}`,
        `./${BUNDLE}`,
      ]);
    }),
  );
  await writeCourse(`${directory}/courses/tiny`);
  return {
    directory,
    cgroup: "drydock-tiny-internet",
    // Not those of the machine's own seat host.
    userIds: "1500000000:1000000000",
    ...(await findKit(`${paths.cache}/offline-kit`)),
    key,
    certificate,
  };
}

/** The file that the machine's seat host keeps an image's root file system in. */
export async function findRootfs(paths: ReturnType<typeof seatHostPaths>, alias: string): Promise<string> {
  const incus = connectByRootSocket(paths.rootSocket, "default");
  try {
    const found = await incusFind(incus, `/1.0/images/aliases/${alias}`);
    if (found === null)
      throw new Error(
        `the seat host in ${paths.directory} was prepared from other sources: ${alias} is missing`,
      );
    return `${paths.incusDirectory}/images/${(found.metadata as { target: string }).target}.rootfs`;
  } finally {
    closeConnection(incus);
  }
}

/** A course with one lab, whose starter needs the package index. */
async function writeCourse(course: string): Promise<void> {
  const starter = `${course}/10-lesson/labs/lab/starter`;
  await mkdir(starter, { recursive: true });
  await writeFile(`${course}/course.yaml`, "images:\n  - python:3.11-slim\n  - tiny:1\n");
  await writeFile(
    `${starter}/Dockerfile`,
    "FROM python:3.11-slim\nRUN pip install --no-cache-dir h11==0.14.0\n",
  );
}
