import { course } from "./english/course.ts";
import { entrance } from "./english/entrance.ts";
import { figures } from "./english/figures.ts";
import { files } from "./english/files.ts";
import { image } from "./english/image.ts";
import { keys } from "./english/keys.ts";
import { labs } from "./english/labs.ts";
import { lesson } from "./english/lesson.ts";
import { page } from "./english/page.ts";
import { editor, report } from "./english/report.ts";
import { running } from "./english/running.ts";
import { runs } from "./english/runs.ts";
import { search } from "./english/search.ts";
import { seat } from "./english/seat.ts";
import { stack } from "./english/stack.ts";
import { terminal } from "./english/terminal.ts";
import { workspace } from "./english/workspace.ts";

/** Every text of the interface, in English. The other catalogues have its type, and with it every key. */
export const english = {
  page,
  entrance,
  keys,
  seat,
  course,
  lesson,
  figures,
  search,
  workspace,
  files,
  runs,
  running,
  terminal,
  labs,
  report,
  editor,
  stack,
  image,
};

export type Text = typeof english;
