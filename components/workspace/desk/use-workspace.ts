import { useEffect, useState } from "react";
import type { OpenWorkspace } from "../../../core/lab/open-workspace.ts";
import type { LatestRuns } from "../../../core/run/latest-runs.ts";
import { createOtherTabs } from "../../client/other-tabs.ts";
import { progressSubject } from "../../client/progress-subject.ts";
import { useStore } from "../../client/use-store.ts";
import { setSeatActivity } from "../../ui/seat-activity.ts";
import { createWorkspace, type Workspace } from "./create-workspace.ts";
import { watchProgress } from "./watch-progress.ts";

/** The stores of a lab for as long as the page shows it; another lab gets stores of its own: unsaved text back, runs resumed, nothing lost on leaving. */
export function useWorkspace(studentId: string, opened: OpenWorkspace, latest: LatestRuns): Workspace {
  const [workspace, setWorkspace] = useState(() => createWorkspace(studentId, opened, latest));
  if (workspace.lab.id !== opened.lab.id) setWorkspace(createWorkspace(studentId, opened, latest));
  const { files, runs, tabs } = workspace;

  useEffect(() => {
    files.restoreDrafts();
    runs.resume();
    const onLeave = (event: BeforeUnloadEvent): void => {
      files.keepDrafts();
      if (files.hasUnsaved()) event.preventDefault();
    };
    const onVisibility = (): void => {
      if (document.visibilityState === "visible") {
        void files.refresh();
        return;
      }
      files.keepDrafts();
      void files.flush();
    };
    const onOnline = (): void => files.retry();
    window.addEventListener("beforeunload", onLeave);
    window.addEventListener("online", onOnline);
    document.addEventListener("visibilitychange", onVisibility);
    const stopWatching = tabs.watch(() => void files.refresh());
    return () => {
      window.removeEventListener("beforeunload", onLeave);
      window.removeEventListener("online", onOnline);
      document.removeEventListener("visibilitychange", onVisibility);
      stopWatching();
      files.keepDrafts();
      void files.flush();
      runs.close();
    };
  }, [files, runs, tabs]);

  useEffect(() => {
    // The header and the outline of this tab hear it as those of other tabs do.
    const pages = createOtherTabs(progressSubject(studentId));
    return watchProgress(workspace, () => pages.tell());
  }, [workspace, studentId]);

  const { build, start } = useStore(runs).runs;
  const activity =
    build?.state === "running"
      ? build.steps.length === 0
        ? "waking"
        : "building"
      : start?.container?.state === "running" && start.state === "running"
        ? "running"
        : null;
  useEffect(() => {
    setSeatActivity(activity);
    return () => setSeatActivity(null);
  }, [activity]);

  return workspace;
}
