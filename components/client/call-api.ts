export type ApiAnswer =
  | { readonly status: "ok"; readonly body: unknown }
  | { readonly status: "refused"; readonly code: string; readonly message: string; readonly body: unknown }
  | { readonly status: "offline" };

/** One request to our own server. What cannot be sent, or is answered by no server of ours, is `offline`. */
export async function callApi(method: string, path: string, body?: unknown): Promise<ApiAnswer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      cache: "no-store",
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    return { status: "offline" };
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return { status: "ok", body: answer };
  const error = (answer as { error?: { code?: unknown; message?: unknown } } | null)?.error;
  if (typeof error?.message === "string") {
    return { status: "refused", code: String(error.code), message: error.message, body: answer };
  }
  // A proxy's error page, a server that is just starting: our own errors always have a message.
  if (response.status >= 500) return { status: "offline" };
  return {
    status: "refused",
    code: "BAD_REQUEST",
    message: `The server refused this (${response.status}). Reload the page and try again.`,
    body: answer,
  };
}
