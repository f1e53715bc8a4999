/** Tries again with growing pauses: package mirrors fail for a moment now and then. */
export async function retry<T>(
  attempt: () => Promise<T>,
  options: { readonly times: number; readonly report: (line: string) => void; readonly signal?: AbortSignal },
): Promise<T> {
  for (let number = 1; ; number += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (number >= options.times || options.signal?.aborted === true) throw error;
      const pauseMs = 1000 * 2 ** number;
      const text = error instanceof Error ? (error.message.split("\n").at(-1) ?? "") : String(error);
      options.report(`failed (${text}); trying again in ${pauseMs / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
