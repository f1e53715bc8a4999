import type { FileProblem } from "../../../core/course/content-problem.ts";
import { lessonElements, propertiesOf } from "../../../core/course/lesson-elements.ts";
import { nearName } from "../../../core/course/near-name.ts";
import type { MdxNode } from "./read-mdx.ts";
import { attributeOf, isElement, lineOfNode, walkMdx } from "./read-mdx.ts";

/** Headings out of order, images without a text, components that do not exist or lack what they need. */
export function lintStructure(tree: MdxNode): FileProblem[] {
  return [...lintHeadings(tree), ...lintImages(tree), ...lintElements(tree)];
}

function lintHeadings(tree: MdxNode): FileProblem[] {
  const problems: FileProblem[] = [];
  let above = 1;
  for (const node of walkMdx(tree)) {
    if (node.type !== "heading") continue;
    const depth = node.depth ?? 2;
    const line = lineOfNode(node);
    const text = [...walkMdx(node)].map(({ value }) => value ?? "").join("");
    if (text.trim() === "") {
      problems.push({ line, message: "this heading is empty", advice: "Give it words, or remove it." });
    }
    if (depth === 1) {
      problems.push({
        line,
        message: "a heading of the first level stands in the text",
        advice: "The title of the front matter is that heading; sections begin with ##.",
      });
    } else if (depth > above + 1) {
      problems.push({
        line,
        message: `a heading of level ${depth} follows one of level ${above}`,
        advice: `Write ${"#".repeat(above + 1)} here: whoever reads by headings looks for the level between.`,
      });
    }
    above = Math.max(depth, 1);
  }
  return problems;
}

function lintImages(tree: MdxNode): FileProblem[] {
  const problems: FileProblem[] = [];
  for (const node of walkMdx(tree)) {
    if (isElement(node) && node.name === "svg" && !saysItself(node)) {
      problems.push({
        line: lineOfNode(node),
        message: "this drawing has no alternative text",
        advice: 'Say in aria-label="…" what it shows, or mark it with aria-hidden="true" when the text says it already.',
      });
    }
    const isImage = node.type === "image" || node.type === "imageReference";
    const isTag = isElement(node) && node.name === "img";
    if (!isImage && !isTag) continue;
    const alt = isTag ? attributeOf(node, "alt") : node.alt;
    // An expression is not read here: it is somebody's deliberate doing.
    const isComputed = isTag && node.attributes?.some(({ name }) => name === "alt") === true && alt === null;
    if (isComputed || (alt ?? "").trim() !== "") continue;
    problems.push({
      line: lineOfNode(node),
      message: "this image has no alternative text",
      advice: "Say in its brackets what it shows: ![Three layers, the lowest is the base](…).",
    });
  }
  return problems;
}

/** A drawing with a name, or one that is left out for whoever does not see it. */
function saysItself(svg: MdxNode): boolean {
  const names = ["aria-label", "aria-labelledby", "aria-hidden"];
  const isNamed = svg.attributes?.some(({ name = "" }) => names.includes(name)) === true;
  return isNamed || (svg.children ?? []).some((child) => child.name === "title");
}

function lintElements(tree: MdxNode): FileProblem[] {
  const problems: FileProblem[] = [];
  const names = Object.keys(lessonElements);
  for (const node of walkMdx(tree)) {
    const name = node.name ?? "";
    // Small letters are HTML, and a fragment has no name.
    if (!isElement(node) || !/^[A-Z]/.test(name)) continue;
    const line = lineOfNode(node);
    const element = Object.hasOwn(lessonElements, name) ? lessonElements[name] : undefined;
    if (element === undefined) {
      const near = nearName(name, names);
      const advice = `${near === null ? "" : `Did you mean ${near}? `}There is: ${names.join(", ")}.`;
      problems.push({ line, message: `there is no component ${name}`, advice, hides: true });
      continue;
    }
    const spreads = node.attributes?.some(({ type }) => type === "mdxJsxExpressionAttribute") === true;
    const given = node.attributes?.flatMap((one) => (one.name === undefined ? [] : [one.name])) ?? [];
    const { needs, takes } = propertiesOf(element);
    const known = [...needs, ...takes];
    for (const one of spreads ? [] : needs.filter((need) => !given.includes(need))) {
      // A question says itself what it lacks, in words of its own.
      if (name === "Quiz" || name === "Option") continue;
      problems.push({ line, message: `${name} has no ${one}`, advice: element.says });
    }
    for (const one of given.filter((each) => !known.includes(each) && each !== "key")) {
      const near = nearName(one, known);
      const advice = near === null ? `It takes: ${known.join(", ")}.` : `Did you mean ${near}?`;
      problems.push({ line, message: `${name} takes no ${one}`, advice });
    }
  }
  return problems;
}
