import Link from "next/link";
import type { ReactElement } from "react";

export default function NotFound(): ReactElement {
  return (
    <main id="content" className="lone-message">
      <h1>There is no page at this address</h1>
      <p>The lesson may have been renamed, or the address has a typing mistake. Nothing of yours is lost.</p>
      <p>
        <Link href="/">Go to the courses</Link>
      </p>
    </main>
  );
}
