CREATE TABLE "security_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "security_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" bigint NOT NULL,
	"who" text NOT NULL,
	"what" text NOT NULL,
	"whom" text,
	"old_value" json,
	"new_value" json,
	"reason" text,
	"left_out" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "security_log_at" ON "security_log" USING btree ("at");--> statement-breakpoint
CREATE FUNCTION "security_log_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the security log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "security_log_rows_stay" BEFORE UPDATE OR DELETE ON "security_log" FOR EACH ROW EXECUTE FUNCTION "security_log_stays"();
--> statement-breakpoint
CREATE TRIGGER "security_log_stays_whole" BEFORE TRUNCATE ON "security_log" FOR EACH STATEMENT EXECUTE FUNCTION "security_log_stays"();
--> statement-breakpoint
ALTER TABLE "security_log" ENABLE ALWAYS TRIGGER "security_log_rows_stay";
--> statement-breakpoint
ALTER TABLE "security_log" ENABLE ALWAYS TRIGGER "security_log_stays_whole";
