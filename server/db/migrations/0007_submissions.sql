CREATE TABLE "blobs" (
	"hash" text PRIMARY KEY NOT NULL,
	"data" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submission_files" (
	"run_id" uuid NOT NULL,
	"path" text NOT NULL,
	"hash" text NOT NULL,
	"bytes" integer NOT NULL,
	CONSTRAINT "submission_files_run_id_path_pk" PRIMARY KEY("run_id","path")
);
--> statement-breakpoint
CREATE TABLE "submissions" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"submitted_at" bigint NOT NULL,
	"lab_hash" text NOT NULL,
	"course_commit" text,
	"variant" json NOT NULL
);
--> statement-breakpoint
ALTER TABLE "submission_files" ADD CONSTRAINT "submission_files_run_id_submissions_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."submissions"("run_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission_files" ADD CONSTRAINT "submission_files_hash_blobs_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."blobs"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "submission_files_hash" ON "submission_files" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "submissions_latest" ON "submissions" USING btree ("student_id","lab","submitted_at");