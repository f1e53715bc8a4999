import { access, stat } from "node:fs/promises";
import { join } from "node:path";
import type { FileProblem } from "../../../core/course/content-problem.ts";
import { nearName } from "../../../core/course/near-name.ts";
import { mediaTypeOf, pathInLesson, PICTURE_BYTES, pictureEndings } from "../../../core/course/picture.ts";
import type { MdxNode } from "./read-mdx.ts";
import { attributeOf, isElement, lineOfNode, walkMdx } from "./read-mdx.ts";

/** What links of a lesson can lead to. */
export interface LinkTargets {
  readonly course: string;
  readonly lesson: string;
  readonly directory: string;
  /** Labs of this lesson: `?lab=` opens one of them. */
  readonly labs: readonly string[];
  /** Slugs of the lessons by the slug of their course. */
  readonly courses: ReadonlyMap<string, readonly string[]>;
  /** Ids of a lesson's headings; null when the lesson cannot be read. */
  readonly anchorsOf: (course: string, lesson: string) => Promise<readonly string[] | null>;
  /** Folder of the files that the site serves as they are. */
  readonly publicDir: string;
}

/** Links and images of a lesson that lead nowhere. What is not on this site is not fetched. */
export async function lintLinks(tree: MdxNode, targets: LinkTargets): Promise<FileProblem[]> {
  const problems: FileProblem[] = [];
  for (const node of walkMdx(tree)) {
    const address = addressOf(node);
    if (address === null) continue;
    const path = isPicture(node, address) ? pathInLesson(address) : null;
    const problem =
      path === null ? await findFault(address, targets) : await findPictureFault(path, node, targets.directory);
    if (problem !== null) problems.push({ line: lineOfNode(node), ...problem });
  }
  return problems;
}

function addressOf(node: MdxNode): string | null {
  if (["link", "image", "definition"].includes(node.type)) return node.url ?? "";
  if (!isElement(node)) return null;
  if (node.name === "a") return attributeOf(node, "href");
  return node.name === "img" ? attributeOf(node, "src") : null;
}

function isPicture(node: MdxNode, address: string): boolean {
  if (node.type !== "definition") return node.type === "image" || node.name === "img";
  return mediaTypeOf(pathInLesson(address) ?? "") !== null;
}

async function findPictureFault(
  path: string,
  node: MdxNode,
  directory: string,
): Promise<Omit<FileProblem, "line"> | null> {
  if (isElement(node)) {
    const advice = `Write it as ![what it shows](${path}).`;
    return { message: `a browser does not find ${path} of this folder by a tag`, advice };
  }
  if (mediaTypeOf(path) === null) {
    const endings = pictureEndings.map((ending) => `.${ending}`).join(", ");
    const advice = `Put a file that ends with ${endings} beside lesson.mdx or into a folder there, and not into labs/.`;
    return { message: `${path} is no picture that the site sends`, advice };
  }
  const found = await stat(join(directory, path)).catch(() => null);
  if (found === null || !found.isFile()) {
    const advice = `Put it there, or write /${path} for a file of public/.`;
    return { message: `the lesson's folder has no picture ${path}`, advice };
  }
  if (found.size <= PICTURE_BYTES) return null;
  return {
    message: `${path} has ${found.size} bytes, and a picture may have ${PICTURE_BYTES}`,
    advice: "Save it smaller, as WebP or AVIF: a class loads it over one wire.",
  };
}

const SITE = "http://site.invalid";

async function findFault(address: string, targets: LinkTargets): Promise<Omit<FileProblem, "line"> | null> {
  if (address === "") return { message: "this link is empty", advice: "Give it an address, or remove it." };
  const here = `${SITE}/${targets.course}/${targets.lesson}`;
  if (!URL.canParse(address, here)) {
    return { message: `${address} is no address`, advice: "Write it as https://…, /course/lesson or #heading." };
  }
  const url = new URL(address, here);
  if (url.origin !== SITE) {
    if (["http:", "https:", "mailto:"].includes(url.protocol)) return null;
    return { message: `a browser does not open ${url.protocol}`, advice: "Use https:, or say it in words." };
  }
  const [course = "", lesson = "", ...rest] = decode(url.pathname).split("/").slice(1);
  if (course === "") return null;
  const lessons = targets.courses.get(course);
  if (lessons === undefined) return await findFile(decode(url.pathname), course, targets);
  if (lesson === "") return null;
  if (!lessons.includes(lesson) || rest.length > 0) {
    const near = nearName(lesson.replace(/^\d+-/, ""), lessons) ?? lessons.find((one) => lesson.endsWith(one));
    return {
      message: `there is no lesson ${course}/${[lesson, ...rest].join("/")}`,
      advice:
        near === undefined
          ? `The lessons of ${course}: ${lessons.join(", ")}.`
          : `Did you mean /${course}/${near}? A link has the folder's name without its number.`,
    };
  }
  const lab = url.searchParams.get("lab");
  if (lab !== null && course === targets.course && lesson === targets.lesson && !targets.labs.includes(lab)) {
    const near = nearName(lab, targets.labs);
    return {
      message: `this lesson has no lab ${lab}`,
      advice: near === null ? `Its labs: ${targets.labs.join(", ") || "none"}.` : `Did you mean ?lab=${near}?`,
    };
  }
  const anchor = decode(url.hash.slice(1));
  if (anchor === "") return null;
  const anchors = await targets.anchorsOf(course, lesson);
  if (anchors === null || anchors.includes(anchor)) return null;
  const near = nearName(anchor, anchors);
  return {
    message: `${course}/${lesson} has no heading #${anchor}`,
    advice: near === null ? `Its headings: ${anchors.map((one) => `#${one}`).join(" ")}.` : `Did you mean #${near}?`,
  };
}

async function findFile(
  path: string,
  course: string,
  targets: LinkTargets,
): Promise<Omit<FileProblem, "line"> | null> {
  // The address was resolved by URL, so that no ".." is left in it.
  const there = await access(join(targets.publicDir, path)).then(
    () => true,
    () => false,
  );
  if (there) return null;
  const near = nearName(course, [...targets.courses.keys()]);
  const known = [...targets.courses.keys()].join(", ");
  return {
    message: `${path} leads nowhere: there is neither such a course nor such a file in public/`,
    advice: near === null ? `The courses: ${known}.` : `Did you mean /${near}?`,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
