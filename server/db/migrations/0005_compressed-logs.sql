CREATE TABLE "run_logs" (
	"run_id" uuid NOT NULL,
	"first_seq" integer NOT NULL,
	"last_seq" integer NOT NULL,
	"student_id" text NOT NULL,
	"has_text" boolean NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "run_logs_run_id_first_seq_pk" PRIMARY KEY("run_id","first_seq")
);
--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "stored_bytes" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "run_logs" ADD CONSTRAINT "run_logs_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runs_stored" ON "runs" USING btree ("student_id","created_at") WHERE stored_bytes > 0;--> statement-breakpoint
ALTER TABLE "run_events" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000, toast.autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_threshold = 2000);--> statement-breakpoint
ALTER TABLE "run_logs" SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 500, toast.autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_vacuum_threshold = 500);
