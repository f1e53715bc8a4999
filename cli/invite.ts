/**
 * `npm run invite -- NAME... [--days 7] [--url https://course.example.org]`: a link for each that signs them in.
 * `npm run invite -- --sign-out-everybody`: ends every session, link and preview. As whoever owns the data folder, or
 * as root.
 */
import { parseArgs } from "node:util";
import { openEntrance, readConfig } from "../server/tools.ts";
import { siteOrigin } from "./invite/site-origin.ts";
import { runMain } from "./run-main.ts";

const MAX_DAYS = 90;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      days: { type: "string", default: "7" },
      url: { type: "string" },
      "sign-out-everybody": { type: "boolean", default: false },
    },
  });
  const config = readConfig();
  const { invite, signEverybodyOut } = await openEntrance();
  if (values["sign-out-everybody"]) {
    await signEverybodyOut(config);
    process.stdout.write(
      "Everybody is signed out, and links that were given out are void. Files, grades and tasks stay.\n",
    );
    return 0;
  }
  const days = Number(values.days);
  if (positionals.length === 0) throw new Error("Whom? npm run invite -- NAME [NAME...]");
  if (!Number.isInteger(days) || days < 1 || days > MAX_DAYS)
    throw new Error(`--days takes a whole number from 1 to ${MAX_DAYS}.`);
  const origin = siteOrigin(config, values.url);
  for (const name of positionals) {
    const { studentId, link, expiresAt } = await invite(config, name, { origin, days });
    process.stdout.write(
      `${studentId}  until ${new Date(expiresAt).toISOString().slice(0, 16)}Z\n  ${link}\n`,
    );
  }
  process.stderr.write(
    "Whoever has a link is that student: send each one to its person alone. It may be used more than once.\n",
  );
  if (config.SIGN_IN === "none")
    process.stderr.write(
      "The site serves this computer alone. To let others in, start it with SIGN_IN=invitation.\n",
    );
  return 0;
});
