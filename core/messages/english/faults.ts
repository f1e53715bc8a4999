import type { Ways } from "../message.ts";

/** Faults and refusals of the server: what happened, why, what to do now. */
export const faultMessages = {
  "lesson.no-picture": "This picture does not exist.",
  "lesson.broken": ({ file }: { file: string }) =>
    `This lesson cannot be shown because its text has a mistake (${file}). The site's log names the line.`,
  "lesson.none": "This lesson does not exist.",
  "quiz.nothing-chosen":
    "Choose an answer first, then press Answer. Use your browser's Back button to return to the question.",
  "quiz.gone": "This lesson does not have that question any more. Reload the page.",
  "container.none": "This container does not exist.",
  "logs.of-what": "The request does not name a container or a service.",
  "logs.too-many-pages": "Too many pages are following logs at once. Close a tab, and this one continues.",
  "authoring.off":
    "This site does not watch its courses for changes. Start one that does with `npm run author`.",
  "course.none": "This course does not exist.",
  "step.not-understood": "The step was not understood. Go back, reload the page and try again.",
  "step.gone": "This exercise does not have that step any more. Reload the page.",
  "request.not-understood": ({ why }: { why: string }) => `The request was not understood: ${why}.`,
  "request.too-large": ({ bytes }: { bytes: number }, { number }: Ways) =>
    `This is too large. You can send at most ${number(bytes)} bytes here.`,
  "request.no-event-number": "The request was not understood: it needs the number of an event.",
  "request.too-many-at-once":
    "Too many of your requests are running at once. Wait a few seconds, then try again.",
  "request.too-many-lately": "You sent many requests in a short time. Wait a moment, then try again.",
  "request.bad-path": "This path has characters that cannot be sent. Encode them (%20 for a space).",
  "request.foreign":
    "This request did not come from a page of this site, so nothing was changed. Open the lesson and try again.",
  "language.none":
    "This site does not have that language. Use your browser's Back button to return to the page.",
  "lab.terminal-only": "This lab has no Build or Run button. You do it in the terminal.",
  "lab.none": "This lab does not exist. Open it from its lesson.",
  "lab.no-checks": "This exercise has no checks. Mark each step when you have done it.",
  "site.busy": "The site is very busy. Nothing is lost. Try again in a few seconds.",
  "site.database-busy":
    "The site is very busy, or its database is starting. Nothing you saved is lost. Try again in a few seconds.",
  "site.stopping": "The site is shutting down. Try again when it is back.",
  "terminals.own-limit": ({ count }: { count: number }, { number, plural }: Ways) =>
    `You have ${number(count)} ${plural(count, { one: "terminal", other: "terminals" })} open, which is the maximum. Close one first.`,
  "terminals.site-limit": "All terminals of this site are in use. Try again in a few minutes.",
  "seats.preparing":
    "The machines for the exercises are still being prepared. Lessons and the editor work already. Your machine will be ready in a few minutes.",
  "seats.host-silent":
    "The server that runs your machine does not answer. Your files are safe. Try again in a minute, and tell your instructor if it happens again.",
  "seats.disk-too-small":
    "Your machine cannot be created: its disk limit is smaller than what every machine starts with. Your files are safe. The operator of this site has to raise SEAT_DISK.",
  "seats.no-memory":
    "The server has no memory left for another machine. Your files are safe. Try again in a minute.",
  "seats.all-taken": ({ count }: { count: number }, { number }: Ways) =>
    `All ${number(count)} machines of this site are in use. Your files are safe. Try again in a few minutes, or ask your instructor to raise SEAT_LIMIT.`,
  "seats.not-ready": "The server for the exercises is not ready yet. Try again in a moment.",
  "seats.gone":
    "The server for the exercises does not answer. Lessons and the editor work. Drydock keeps trying to reach it.",
  "seats.too-slow": "The server for the exercises did not answer in time. Try again in a moment.",
  "machine.silent":
    "Your machine stopped answering. Your files are safe. Try again, or reset the machine in its menu.",
  "machine.disk-full":
    "Your machine's disk is full, so your files could not be copied there. Free some space (docker system prune), or reset the machine in its menu. Your files are kept.",
  "machine.files-not-copied":
    "Your files could not be copied to your machine. Try again, or reset the machine in its menu.",
  "machine.folder-refuses": ({ folder }: { folder: string }) =>
    `Your files cannot be copied to ${folder} on your machine. If this happens again, reset the machine in its menu.`,
  "machine.sleeps": "Your machine is sleeping, so nothing runs on it any more.",
  "laptop.docker-silent": "Docker does not answer on this computer. Start Docker Desktop, then try again.",
  "laptop.no-terminal":
    "The terminal could not be opened on your machine. Check that Docker is running, then try again.",
  "laptop.machine-silent":
    "Your machine on this computer's Docker does not answer. Check that Docker is running, then try again.",
  "files.bad-name": ({ name }: { name: string }) => `The file name ${name} cannot be used on your machine.`,
  "files.too-much": "These files are too many or too large for one machine.",
  "files.bad-folder": "This folder cannot be used on your machine.",
  "files.too-slow":
    "Your files take too long to read, so they were not read to the end. They are saved. Make them shorter or simpler, then try again.",
  "files.reader-broke": "Drydock made a mistake and could not read your files. Tell your instructor.",
  "files.no-workspace-name": ({ path }: { path: string }) =>
    `"${path}" cannot be the name of a file in your workspace.`,
  "files.not-editable": ({ path, editable }: { path: string; editable: readonly string[] }, { list }: Ways) =>
    `You cannot change or add ${path} in this exercise. You can change ${list(editable)}.`,
  "files.not-text": ({ path }: { path: string }) =>
    `${path} is not a text file: it contains a NUL byte or is not valid UTF-8.`,
  "files.too-long": (
    { path, bytes, most }: { path: string; bytes: number; most: number },
    { number }: Ways,
  ) => `${path} has ${number(bytes)} bytes. A file can have at most ${number(most)}.`,
  "files.too-many": ({ count, most }: { count: number; most: number }, { number, plural }: Ways) =>
    `You already have ${number(count)} ${plural(count, { one: "file", other: "files" })}. A workspace can have at most ${number(most)}.`,
  "files.too-long-together": ({ bytes, most }: { bytes: number; most: number }, { number }: Ways) =>
    `All files together would have ${number(bytes)} bytes. They can have at most ${number(most)}.`,
  "files.clash": ({ path, other }: { path: string; other: string }) =>
    `${path} cannot exist next to ${other}: one name cannot be both a file and a folder.`,
  "files.too-long-in-all": ({ bytes, most }: { bytes: number; most: number }, { number }: Ways) =>
    `Your files in all exercises together would have ${number(bytes)} bytes. They can have at most ${number(most)}. Reset an exercise that you no longer need.`,
  "files.none": ({ path }: { path: string }) => `The file ${path} does not exist.`,
  "files.belongs": ({ path }: { path: string }) =>
    `${path} is part of the exercise, so you cannot delete it. Reset it to get its original text back.`,
  "engine.lies":
    "The Docker engine on your machine answers with something that Docker never sends. Reset the machine in its menu. Your files are kept.",
  "engine.refused": ({ reason }: { reason: string }) =>
    `The Docker engine on your machine refused: ${reason}. Try again. If it happens again, reset the machine in its menu.`,
  "engine.too-slow":
    "The Docker engine on your machine did not answer in time. Try again, or reset the machine in its menu.",
  "engine.ended":
    "The Docker engine on your machine stopped, or the connection to it was lost. Your files are kept. Try again: Drydock restarts an engine that stopped.",
  "app.too-slow": "Your app accepted the request and did not answer in time.",
  "app.no-http": ({ port, reason }: { port: number; reason: string }) =>
    `The program on port ${port} does not speak HTTP: ${reason}`,
  "app.not-running": "Your container is not running. Press Run first.",
  "app.none": "No container is running that could answer. Press Run first.",
  "app.too-many-requests": ({ count }: { count: number }, { number }: Ways) =>
    `${number(count)} requests to your app are still waiting for an answer. Wait for one to finish.`,
  "solution.none": "This exercise does not have a solution.",
  "registry.machine-sleeps":
    "Your machine is sleeping, and the class registry is reached from there. Open a terminal, then delete.",
  "registry.silent": "Your machine cannot reach the class registry. Try again in a moment.",
  "grading.image-missing": ({ name }: { name: string }) =>
    `The image ${name} is missing where Drydock grades. Tell your instructor: \`npm start\` prepares it.`,
  "grading.no-freeze": "The grader could not freeze the app to test its health check. Press Check again.",
  "grading.lab-mismatch": "The files of this lab do not fit together. Tell your instructor.",
  "grading.no-look":
    "The grader could not read your image. Press Check again, and tell your instructor if it happens again.",
  "grading.again": "The check was interrupted. Press Check again.",
  "grading.no-comparison":
    "The image that yours is compared with did not build. Press Check again in a moment.",
  "grading.not-complete":
    "The grader did not finish every check. Press Check again, and tell your instructor if it happens again.",
  "reset.too-much": (
    {
      files,
      bytes,
      mostFiles,
      mostBytes,
    }: { files: number; bytes: number; mostFiles: number; mostBytes: number },
    { number }: Ways,
  ) =>
    `The reset cannot be undone: together with the files you added since, there would be ${number(files)} files with ${number(bytes)} bytes. A workspace can have ${number(mostFiles)} files with ${number(mostBytes)} bytes. Delete some files first.`,
  "reset.none": "There is no reset to undo.",
  "runs.too-many-at-once": ({ count }: { count: number }, { number }: Ways) =>
    `You already have ${number(count)} builds, starts and checks running or waiting. Wait for one to finish, or cancel one.`,
  "runs.too-many-lately": ({ count }: { count: number }, { number }: Ways) =>
    `You started ${number(count)} builds, starts and checks within an hour. Wait a few minutes, then try again.`,
  "runs.none": "This run does not exist.",
  "runs.too-many-pages": "Too many pages are following runs at once. Close a tab, and this one continues.",
  "preview.no-name":
    "A preview needs a host name of its own, and the address of this site cannot have one. The operator can set PREVIEW_DOMAIN. On the same computer, open the site as localhost. In your terminal, curl reaches the port.",
  "preview.too-many": "You opened many previews in a short time. Wait a minute, then try again.",
  "preview.machine-sleeps": "Your machine is sleeping, so nothing runs on it. Start your container again.",
  "site.broken": ({ reference }: { reference: string }) =>
    `Drydock made a mistake. The site's log has it under ${reference}. What you saved is safe. Try again in a moment.`,
  "site.one-moment": "One moment",
  "site.tries-again": "This page tries again by itself.",
  "session.none": "You are not signed in. Open the site's start page to see how to sign in.",
  "session.over":
    "You are signed out: your session has ended. Copy what is not saved yet, then reload this page.",
  "files.reader-busy": "Drydock is reading many files right now. Try again in a moment.",
};
