import { expect, it } from "vitest";
import { createStepsStore, type StepsAnswer } from "./steps-store.ts";

it("shows a tick at once, and keeps it when the server has it", async () => {
  let answer: (value: StepsAnswer) => void = () => undefined;
  const store = createStepsStore(["look"], () => new Promise((resolve) => (answer = resolve)));
  const marking = store.mark("build", true);
  expect(store.getSnapshot()).toMatchObject({ done: ["look", "build"], saving: ["build"] });
  answer({ status: "marked", done: ["look", "build"] });
  await marking;
  expect(store.getSnapshot()).toEqual({ done: ["look", "build"], saving: [], problem: null });
});

it("takes a tick back that the server refuses, and says why", async () => {
  const store = createStepsStore(["look"], () =>
    Promise.resolve({ status: "refused", message: "No such step." }),
  );
  await store.mark("gone", true);
  expect(store.getSnapshot()).toEqual({ done: ["look"], saving: [], problem: "No such step." });
  await store.mark("look", false);
  expect(store.getSnapshot().done).toEqual(["look"]);
});

it("lets the answer for one step change no other", async () => {
  const answers: ((value: StepsAnswer) => void)[] = [];
  const store = createStepsStore([], () => new Promise((resolve) => answers.push(resolve)));
  const marking = [store.mark("one", true), store.mark("two", true)];
  answers[1]?.({ status: "marked", done: ["one", "two"] });
  answers[0]?.({ status: "marked", done: ["one"] });
  await Promise.all(marking);
  expect([...store.getSnapshot().done].sort()).toEqual(["one", "two"]);
});
