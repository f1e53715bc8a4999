import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { blobs, submissionFiles } from "../schema.ts";

/** Deletes contents that no submission has any more. One that is submitted again meanwhile stays. */
export async function dropUnusedContents(db: Database): Promise<void> {
  await db.execute(sql`
    delete from ${blobs} b where not exists (select 1 from ${submissionFiles} f where f.hash = b.hash)`);
}
