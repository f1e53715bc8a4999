import Link from "next/link";
import type { ComponentPropsWithoutRef, ReactElement } from "react";
import { parseLanguage } from "../../core/text/language.ts";
import { catalogues } from "../text/catalogues.ts";
import { english } from "../text/english.ts";
import { CacheLadder } from "./cache-ladder.tsx";
import { CodeBlock } from "./code-block.tsx";
import { Figure } from "./figure.tsx";
import type { FigureWords } from "./figure-words.ts";
import { SectionHeading, SubsectionHeading } from "./heading.tsx";
import { LayerStack } from "./layer-stack.tsx";
import { Note } from "./note.tsx";
import styles from "./prose.module.css";
import { Recap } from "./recap.tsx";
import { Option } from "./quiz.tsx";
import { StageMap } from "./stage-map.tsx";
import { Requirement } from "./requirement.tsx";
import { TimeBars } from "./time-bars.tsx";
import { Terms } from "./terms.tsx";

function LessonLink({ href = "", title, children }: ComponentPropsWithoutRef<"a">): ReactElement {
  if (href.startsWith("/")) return <Link href={href}>{children}</Link>;
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

const lessonComponents = {
  Note,
  Recap,
  Requirement,
  Figure,
  Terms,
  Option,
  LayerStack,
  StageMap,
  CacheLadder,
  TimeBars,
  pre: CodeBlock,
  h2: SectionHeading,
  h3: SubsectionHeading,
  a: LessonLink,
  table: LessonTable,
};

type Told<P> = (props: P & FigureWords) => ReactElement;

/** What a lesson's MDX may use, by the name it uses. `language`: tag of the prose, which the pictures speak too. */
export function lessonComponentsIn(language: string): typeof lessonComponents {
  const words = catalogues[parseLanguage(language) ?? "en"].figures;
  const tell =
    <P extends object>(Component: Told<P>): Told<P> =>
    (props) => <Component {...props} words={words} />;
  return {
    ...lessonComponents,
    Note: tell(Note),
    Recap: tell(Recap),
    LayerStack: tell(LayerStack),
    StageMap: tell(StageMap),
    CacheLadder: tell(CacheLadder),
    table: tell(LessonTable),
  };
}
