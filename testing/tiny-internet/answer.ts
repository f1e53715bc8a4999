/** What a server of the tiny internet is asked. */
export interface Asked {
  readonly host: string;
  readonly path: string;
  readonly authorization: string;
  readonly accept: string;
  /** "http://host:port" by which it was reached. */
  readonly origin: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text, bytes, or the path of a file. */
  readonly body?: string | Buffer | { readonly file: string };
}

export const notFound: Answer = { status: 404, body: "not found\n" };
