CREATE TABLE "step_marks" (
	"student_id" text NOT NULL,
	"lab" text NOT NULL,
	"step" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "step_marks_student_id_lab_step_pk" PRIMARY KEY("student_id","lab","step")
);
--> statement-breakpoint
ALTER TABLE "step_marks" ADD CONSTRAINT "step_marks_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;