import type { Text } from "./english.ts";
import { course } from "./german/course.ts";
import { entrance } from "./german/entrance.ts";
import { figures } from "./german/figures.ts";
import { files } from "./german/files.ts";
import { image } from "./german/image.ts";
import { keys } from "./german/keys.ts";
import { labs } from "./german/labs.ts";
import { lesson } from "./german/lesson.ts";
import { page } from "./german/page.ts";
import { editor, report } from "./german/report.ts";
import { running } from "./german/running.ts";
import { runs } from "./german/runs.ts";
import { search } from "./german/search.ts";
import { seat } from "./german/seat.ts";
import { stack } from "./german/stack.ts";
import { terminal } from "./german/terminal.ts";
import { workspace } from "./german/workspace.ts";

export const german: Text = {
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
