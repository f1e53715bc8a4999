CREATE TABLE "quiz_answers" (
	"student_id" text NOT NULL,
	"lesson" text NOT NULL,
	"quiz" text NOT NULL,
	"option" integer NOT NULL,
	"right" boolean NOT NULL,
	"tries" integer NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "quiz_answers_student_id_lesson_quiz_pk" PRIMARY KEY("student_id","lesson","quiz")
);
--> statement-breakpoint
ALTER TABLE "quiz_answers" ADD CONSTRAINT "quiz_answers_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;