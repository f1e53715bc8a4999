import type { ComponentPropsWithoutRef, ReactElement, ReactNode } from "react";
import { english } from "../text/english.ts";
import caseStyles from "./case-notes.module.css";
import { DeepLink } from "./deep-link.tsx";
import type { FigureWords } from "./figure-words.ts";
import styles from "./prose.module.css";

export interface NoteProps {
  /** info: good to know. careful: something breaks or surprises otherwise. */
  readonly kind?: "info" | "careful";
  readonly title?: string;
  readonly children: ReactNode;
}

export function Note({
  kind = "info",
  title,
  words = english.figures,
  children,
}: NoteProps & FigureWords): ReactElement {
  return (
    <aside className={styles.note} data-kind={kind}>
      <p className={styles.noteTitle}>{title ?? (kind === "careful" ? words.careful : words.note)}</p>
      {children}
    </aside>
  );
}

export interface RequirementProps {
  readonly n: number;
  readonly title: string;
  readonly children: ReactNode;
}

/** One thing that a check will look for, numbered as the checks are. */
export function Requirement({ n, title, children }: RequirementProps): ReactElement {
  const id = `requirement-${n}`;
  return (
    <section className={styles.requirement} aria-labelledby={id}>
      <div className={styles.heading} data-depth="3">
        <h3 id={id}>
          <span className={styles.requirementNumber}>{n}</span> {title}
        </h3>
        <DeepLink id={id} />
      </div>
      {children}
    </section>
  );
}

export interface TermsProps {
  /** Words and what they mean; or a list as children. */
  readonly items?: readonly { readonly term: string; readonly meaning: ReactNode }[];
  readonly children?: ReactNode;
}

export function Terms({ items, children }: TermsProps): ReactElement {
  if (items === undefined) return <div className={styles.terms}>{children}</div>;
  return (
    <dl className={styles.terms}>
      {items.map(({ term, meaning }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface FigureProps {
  readonly caption: string;
  readonly children: ReactNode;
}

export function Figure({ caption, children }: FigureProps): ReactElement {
  return (
    <figure className={styles.figure}>
      <div className={styles.figureBody}>{children}</div>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** Headings of a lesson have a link to themselves, for a question in class that needs an address. */
export function SectionHeading({ children, id, ...rest }: ComponentPropsWithoutRef<"h2">): ReactElement {
  return (
    <div className={styles.heading} data-depth="2">
      <h2 id={id} {...rest}>
        {children}
      </h2>
      {id === undefined ? null : <DeepLink id={id} />}
    </div>
  );
}

export function SubsectionHeading({ children, id, ...rest }: ComponentPropsWithoutRef<"h3">): ReactElement {
  return (
    <div className={styles.heading} data-depth="3">
      <h3 id={id} {...rest}>
        {children}
      </h3>
      {id === undefined ? null : <DeepLink id={id} />}
    </div>
  );
}

export interface CaseNotesProps {
  /** Whose notes they are: "bed 1". */
  readonly of: string;
  readonly children: ReactNode;
}

/** The answer to a case: closed until the reader opens it, and never printed open. */
export function CaseNotes({
  of,
  words = english.figures,
  children,
}: CaseNotesProps & FigureWords): ReactElement {
  return (
    <details className={caseStyles.notes}>
      <summary>{words.caseNotes(of)}</summary>
      <div className={caseStyles.text}>{children}</div>
    </details>
  );
}
