import type { ReactElement } from "react";
import type { Advice, AdviceLinks } from "../../core/advice/advice.ts";
import { countOf } from "../ui/format.ts";
import { Words } from "../ui/words.tsx";
import styles from "./report.module.css";

const signs: Readonly<Record<Advice["severity"], { sign: string; word: string }>> = {
  error: { sign: "✗", word: "Mistake" },
  warning: { sign: "!", word: "Advice" },
  info: { sign: "i", word: "Note" },
};

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
  if (advice.length === 0) return <p className={styles.good}>✓ No advice stands against these files.</p>;
  return (
    <section>
      <h3>{countOf(advice.length, "piece")} of advice still stand</h3>
      <ul className={styles.adviceList}>
        {advice.map((each, index) => {
          const link = links[each.rule];
          return (
            <li key={index}>
              <p>
                <span aria-hidden="true">{signs[each.severity].sign} </span>
                <span className="unseen">{signs[each.severity].word}: </span>
                <strong>{each.message}</strong>{" "}
                <button type="button" className={styles.jump} onClick={() => onJump(each.path, each.line)}>
                  {each.path}, line {each.line}
                </button>
              </p>
              <p>
                <Words text={each.why} />
                {link === undefined ? null : (
                  <>
                    {" "}
                    <a href={link.href} target="_blank" rel="noopener noreferrer">
                      Lesson {link.number}, {link.title}
                    </a>
                    {" teaches it."}
                  </>
                )}
                {each.hadolint === null ? null : ` hadolint: ${each.hadolint}.`}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
