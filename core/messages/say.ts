import type { Message, MessageCode, ParametersOf } from "./message.ts";

type Taken<Code extends MessageCode> =
  ParametersOf<Code> extends Record<string, never> ? [] : [parameters: ParametersOf<Code>];

/** A message by its code, with the parameters that its sentence takes. */
export function say<Code extends MessageCode>(code: Code, ...[parameters]: Taken<Code>): Message<Code> {
  return { say: code, with: (parameters ?? {}) as ParametersOf<Code> };
}
