CREATE TABLE "attempts" (
	"run_id" uuid PRIMARY KEY NOT NULL,
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"score" double precision NOT NULL,
	"max_score" double precision NOT NULL,
	"checks" json NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grades" (
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"best_score" double precision NOT NULL,
	"max_score" double precision NOT NULL,
	"attempts" integer NOT NULL,
	"best_run_id" uuid NOT NULL,
	"complete" boolean NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "grades_student_id_lab_pk" PRIMARY KEY("student_id","lab")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"run_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"report" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "reports_run_id_kind_pk" PRIMARY KEY("run_id","kind")
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"run_id" uuid NOT NULL,
	"seq" integer NOT NULL,
	"student_id" text NOT NULL,
	"at" bigint NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "run_events_run_id_seq_pk" PRIMARY KEY("run_id","seq")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"outcome" text,
	"message" text,
	"created_at" bigint NOT NULL,
	"started_at" bigint,
	"finished_at" bigint,
	"last_seq" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "students" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspace_files" (
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"path" text NOT NULL,
	"content" text,
	"version" integer NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "workspace_files_student_id_lab_path_pk" PRIMARY KEY("student_id","lab","path")
);
--> statement-breakpoint
CREATE TABLE "workspace_resets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"files" json NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grades" ADD CONSTRAINT "grades_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_events" ADD CONSTRAINT "run_events_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_files" ADD CONSTRAINT "workspace_files_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "workspace_resets" ADD CONSTRAINT "workspace_resets_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_latest" ON "attempts" USING btree ("student_id","lab","created_at");--> statement-breakpoint
CREATE INDEX "reports_latest" ON "reports" USING btree ("student_id","lab","kind","created_at");--> statement-breakpoint
CREATE INDEX "runs_latest" ON "runs" USING btree ("student_id","lab","kind","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_unfinished" ON "runs" USING btree ("student_id","kind") WHERE state <> 'finished';--> statement-breakpoint
CREATE INDEX "runs_durations" ON "runs" USING btree ("kind","finished_at");--> statement-breakpoint
CREATE INDEX "workspace_resets_latest" ON "workspace_resets" USING btree ("student_id","lab","created_at");