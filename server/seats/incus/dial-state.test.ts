import { expect, it } from "vitest";
import { type DialAct, type DialInput, type DialState, stepDial } from "./dial-state.ts";

const inputs: readonly DialInput[] = [
  { type: "bytes", bytes: Buffer.from("!ab") },
  { type: "bytes", bytes: Buffer.from("!") },
  { type: "bytes", bytes: Buffer.alloc(0) },
  { type: "end" },
  { type: "broken" },
];

function play(said: readonly DialInput[]): { readonly state: DialState; readonly acts: readonly DialAct[] } {
  let state: DialState = "opening";
  const acts: DialAct[] = [];
  for (const input of said) {
    const step = stepDial(state, input);
    ({ state } = step);
    acts.push(...step.acts);
  }
  return { state, acts };
}

function* everyOrder(length: number, said: readonly DialInput[] = []): Generator<readonly DialInput[]> {
  yield said;
  if (length > 0) for (const input of inputs) yield* everyOrder(length - 1, [...said, input]);
}
const orders = [...everyOrder(5)];

it("a command begins once, before its first byte, and ends or breaks once, after its last", () => {
  for (const said of orders) {
    const told = play(said).acts.map((act) => act.do);
    expect(told.join(" ")).toMatch(/^(destroy|(begin( pass on)*( end| destroy)?)?)$/);
  }
});

it("every byte of the command's comes through in its order, and the sign that it began does not", () => {
  for (const said of orders) {
    const stop = said.findIndex(({ type }) => type !== "bytes");
    const sent = (stop === -1 ? said : said.slice(0, stop)).map((one) =>
      one.type === "bytes" ? one.bytes : null,
    );
    const all = sent.filter((bytes) => bytes !== null);
    const expected = Buffer.concat(all.map((bytes, index) => (index === 0 ? bytes.subarray(1) : bytes)));
    const passed = play(said).acts.flatMap((act) => (act.do === "pass on" ? [act.bytes] : []));
    expect(Buffer.concat(passed)).toEqual(expected);
  }
});

it("a command that ended before it began is told as such", () => {
  expect(play([{ type: "end" }])).toEqual({
    state: "gone",
    acts: [{ do: "destroy", why: "the command did not begin" }],
  });
  expect(play([{ type: "bytes", bytes: Buffer.from("!") }, { type: "end" }]).state).toBe("ended");
});
