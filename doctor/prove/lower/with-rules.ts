import type { Machine } from "../../machine.ts";
import type { Edit, Lowered } from "../wall.ts";

/** Network cards of seats that a proof has made begin with this, on the seat host's side. */
const PORTS = "docp";
/** What a rule of a proof says of itself: by it the doctor's sweeper finds one that was left. */
const MARK = "drydock-doctor-proof";

/** Names the cards of the seats that are made from the copy, so that a rule can be about them alone. */
const namedPorts: Edit = {
  file: "server/seats/seat-config.ts",
  find: '        name: "eth0",\n',
  put: `        name: "eth0",\n        host_name: "${PORTS}" + address.split(".").slice(2).join("x"),\n`,
};

/** `PORTS` in a rule stands for the cards of a proof's seats: all others meet the rules as they were. */
export const withRules =
  (rules: readonly { readonly chain: string; readonly rule: string }[]) =>
  async (machine: Machine): Promise<Lowered> => {
    const undo = () => removeRules(machine);
    try {
      for (const { chain, rule } of rules)
        await machine.inNetwork([
          ...["nft", "insert", "rule", ...chain.split(" ")],
          ...rule.replaceAll("PORTS", `"${PORTS}*"`).split(" "),
          ...["comment", `"${MARK}"`],
        ]);
    } catch (error) {
      await undo();
      throw error;
    }
    return { edits: [namedPorts], undo };
  };

/** Also those that a proof which was killed has left. */
export async function removeRules(machine: Machine): Promise<void> {
  const listed = await machine.inNetwork(["nft", "--json", "--handle", "list", "ruleset"]);
  type Rule = { family: string; table: string; chain: string; handle: number; comment?: string };
  const { nftables } = JSON.parse(listed) as { nftables: { rule?: Rule }[] };
  for (const { rule } of nftables)
    if (rule?.comment === MARK)
      await machine.inNetwork([
        ...["nft", "delete", "rule", rule.family, rule.table, rule.chain, "handle", String(rule.handle)],
      ]);
}
