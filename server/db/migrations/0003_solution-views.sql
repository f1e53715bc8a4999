CREATE TABLE "solution_views" (
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"opened_at" bigint NOT NULL,
	"after_passing" boolean NOT NULL,
	"times" integer NOT NULL,
	CONSTRAINT "solution_views_student_id_lab_pk" PRIMARY KEY("student_id","lab")
);
--> statement-breakpoint
ALTER TABLE "solution_views" ADD CONSTRAINT "solution_views_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;