"use client";

import type { ReactElement } from "react";
import type { Advice, AdviceLinks } from "../../core/advice/advice.ts";
import { otherNames } from "../../core/advice/rules.ts";
import { useText } from "../text/use-text.tsx";
import { Words } from "../ui/words.tsx";
import styles from "./report.module.css";

const signs: Readonly<Record<Advice["severity"], string>> = { error: "✗", warning: "!", info: "i" };

/** What the rules say of the files that were built: the editor's advice that nobody has followed yet. */
export function AdviceList({
  advice,
  links,
  onJump,
}: {
  advice: readonly Advice[];
  links: AdviceLinks;
  onJump: (path: string, line: number) => void;
}): ReactElement {
  const text = useText();
  const words = text.image.advice;
  if (advice.length === 0) return <p className={styles.good}>{words.none}</p>;
  return (
    <section>
      <h3>{words.still(advice.length)}</h3>
      <ul className={styles.adviceList}>
        {advice.map((each, index) => {
          const link = links[each.rule];
          return (
            <li key={index}>
              <p>
                <span aria-hidden="true">{signs[each.severity]} </span>
                <span className="unseen">{words[each.severity]}: </span>
                <strong>{each.message}</strong>{" "}
                <button type="button" className={styles.jump} onClick={() => onJump(each.path, each.line)}>
                  {text.report.place(each.path, each.line)}
                </button>
              </p>
              <p>
                <Words text={each.why} />
                {link === undefined ? null : (
                  <>
                    {" "}
                    <a href={link.href} target="_blank" rel="noopener noreferrer">
                      {words.readWhy(link.number, link.title)}
                    </a>
                    .
                  </>
                )}
                {otherNames(each.rule, each.hadolint).map((name) => ` ${name}.`)}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
