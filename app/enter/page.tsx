import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import type { ReactElement } from "react";
import { InvitationForm } from "../../components/page/invitation-form.tsx";
import { LanguageSwitch } from "../../components/page/language-switch.tsx";
import { site } from "../../server/index.ts";
import { ownPath } from "../own-path.ts";
import { readText } from "../read-text.ts";

interface Props {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await readText()).entrance.title };
}

/** For everybody: who one is signed in as, or how to come in. */
export default async function EnterPage({ searchParams }: Props): Promise<ReactElement> {
  const { notice, to } = await searchParams;
  const { entrance } = await readText();
  const session = site().entrance.readSession(await headers());
  const told = Object.entries(entrance.notices).find(([name]) => name === notice)?.[1];
  const wayOn = ownPath(typeof to === "string" ? to : null);
  const byInvitation = site().config.SIGN_IN === "invitation";
  return (
    <main id="content" className="lone-message">
      <h1>{session === null ? entrance.title : entrance.inside}</h1>
      {told === undefined ? null : <p role="status">{told}</p>}
      {session === null ? (
        <p>{byInvitation ? entrance.byInvitation : entrance.thisComputerOnly}</p>
      ) : (
        <>
          <p>
            {session.expiresAt === null ? entrance.noSignIn : entrance.as}{" "}
            <strong>{session.studentId}</strong>
          </p>
          <p>
            <Link href={wayOn} prefetch={false} className="button primary">
              {entrance.goOn}
            </Link>
          </p>
        </>
      )}
      <InvitationForm to={wayOn} />
      {session === null || session.expiresAt === null ? null : (
        <form method="post" action="/api/session">
          <button type="submit" name="leave" value="1" className="quiet">
            {entrance.leave}
          </button>
        </form>
      )}
      <LanguageSwitch />
    </main>
  );
}
