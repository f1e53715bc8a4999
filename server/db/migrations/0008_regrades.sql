CREATE TABLE "regrade_changes" (
	"regrade_id" uuid NOT NULL,
	"student_id" text NOT NULL,
	"old_score" double precision NOT NULL,
	"old_max_score" double precision NOT NULL,
	"old_run_id" uuid NOT NULL,
	"old_complete" boolean NOT NULL,
	"new_score" double precision NOT NULL,
	"new_max_score" double precision NOT NULL,
	"new_run_id" uuid NOT NULL,
	CONSTRAINT "regrade_changes_regrade_id_student_id_pk" PRIMARY KEY("regrade_id","student_id")
);
--> statement-breakpoint
CREATE TABLE "regrade_rows" (
	"regrade_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"lab_hash" text NOT NULL,
	"score" double precision NOT NULL,
	"max_score" double precision NOT NULL,
	"checks" json NOT NULL,
	CONSTRAINT "regrade_rows_regrade_id_run_id_pk" PRIMARY KEY("regrade_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "regrades" (
	"id" uuid PRIMARY KEY NOT NULL,
	"lab" text NOT NULL,
	"state" text NOT NULL,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "regrade_changes" ADD CONSTRAINT "regrade_changes_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_changes" ADD CONSTRAINT "regrade_changes_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_rows" ADD CONSTRAINT "regrade_rows_regrade_id_regrades_id_fk" FOREIGN KEY ("regrade_id") REFERENCES "public"."regrades"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "regrade_rows" ADD CONSTRAINT "regrade_rows_run_id_submissions_run_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."submissions"("run_id") ON DELETE cascade ON UPDATE no action;