import Link from "next/link";
import type { ComponentPropsWithoutRef, ReactElement } from "react";
import { parseLanguage } from "../../core/text/language.ts";
import { catalogues } from "../text/catalogues.ts";
import { english } from "../text/english.ts";
import { Code } from "../ui/code.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { CacheLadder } from "./cache-ladder.tsx";
import type { FigureWords } from "./figure-words.ts";
import { LabLink } from "./lab-link.tsx";
import { LayerStack } from "./layer-stack.tsx";
import { LessonPicture } from "./lesson-picture.tsx";
import { NetworkMap } from "./network-map.tsx";
import styles from "./prose.module.css";
import { CaseNotes } from "./prose.tsx";
import { Figure } from "./prose.tsx";
import { SectionHeading, SubsectionHeading } from "./prose.tsx";
import { Note } from "./prose.tsx";
import { Requirement } from "./prose.tsx";
import { Terms } from "./prose.tsx";
import { Option } from "./quiz.tsx";
import { StageMap } from "./stage-map.tsx";
import { TimeBars } from "./time-bars.tsx";
import { TwoSides } from "./two-sides.tsx";

function LessonLink({ href = "", title, children }: ComponentPropsWithoutRef<"a">): ReactElement {
  if (href.startsWith("/")) return <Link href={href}>{children}</Link>;
  if (href.startsWith("?lab=")) return <LabLink href={href}>{children}</LabLink>;
  return (
    <a href={href} title={title}>
      {children}
    </a>
  );
}

function LessonTable({
  words = english.figures,
  ...props
}: ComponentPropsWithoutRef<"table"> & FigureWords): ReactElement {
  return (
    // A wide table scrolls by itself instead of moving the page.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.table} tabIndex={0} role="region" aria-label={words.table}>
      <table {...props} />
    </div>
  );
}

/** What a lesson's MDX may use, by the name it uses; its pictures speak English. */
export const lessonComponents = {
  Note,
  Requirement,
  Figure,
  Terms,
  Option,
  LayerStack,
  StageMap,
  CacheLadder,
  TimeBars,
  NetworkMap,
  TwoSides,
  CaseNotes,
  pre: CodeBlock,
  code: Code,
  h2: SectionHeading,
  h3: SubsectionHeading,
  a: LessonLink,
  table: LessonTable,
};

type Told<P> = (props: P & FigureWords) => ReactElement;

interface ComponentsOfLesson extends Readonly<typeof lessonComponents> {
  readonly img: (props: ComponentPropsWithoutRef<"img">) => ReactElement;
}

/** The same for one lesson: drawings speak the language of its prose, and pictures come from its folder. */
export function lessonComponentsOf(course: string, lesson: string, language: string): ComponentsOfLesson {
  const words = catalogues[parseLanguage(language) ?? "en"].figures;
  const tell =
    <P extends object>(Component: Told<P>): Told<P> =>
    (props) => <Component {...props} words={words} />;
  return {
    ...lessonComponents,
    Note: tell(Note),
    LayerStack: tell(LayerStack),
    StageMap: tell(StageMap),
    CacheLadder: tell(CacheLadder),
    NetworkMap: tell(NetworkMap),
    CaseNotes: tell(CaseNotes),
    table: tell(LessonTable),
    img: (props) => <LessonPicture {...props} lesson={`${course}/${lesson}`} />,
  };
}
