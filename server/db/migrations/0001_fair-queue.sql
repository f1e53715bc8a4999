DROP INDEX "runs_one_unfinished";--> statement-breakpoint
DROP INDEX "runs_durations";--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "round" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_container" ON "runs" USING btree ("student_id") WHERE state <> 'finished' and kind = 'start';--> statement-breakpoint
CREATE INDEX "runs_rounds" ON "runs" USING btree ("round") WHERE started_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_unfinished" ON "runs" USING btree ("student_id","lab","kind") WHERE state <> 'finished';--> statement-breakpoint
CREATE INDEX "runs_durations" ON "runs" USING btree ("lab","kind","finished_at");