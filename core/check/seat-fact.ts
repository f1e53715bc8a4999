/** What a container was given, and what was taken from it, when it was made. */
export interface ContainerMade {
  /** "10001:10001"; empty: root. */
  readonly user: string;
  readonly readOnly: boolean;
  readonly privileged: boolean;
  /** "ALL", "NET_RAW" */
  readonly dropped: readonly string[];
  readonly added: readonly string[];
  readonly noNewPrivileges: boolean;
}

/**
 * What a student's own seat says about one expectation of a lab (`core/lab/seat-expectation.ts`). Every word of it
 * is that seat's claim: bounded and parsed where it was read, shown as text and never followed.
 */
export type SeatFact =
  /** The engine gave no answer, or one that Docker does not give. `reason`: in words for the student. */
  /** `next`: what the student can do about it. */
  | { readonly what: "unreadable"; readonly reason: string; readonly next?: string }
  | {
      readonly what: "image";
      /** Null when no image has the name. */
      readonly id: string | null;
      readonly labels: Readonly<Record<string, string>>;
      /** Id behind the other name; null when no image has it or none was asked for. */
      readonly otherId: string | null;
    }
  | {
      readonly what: "container";
      /** Null when no container has the name. */
      readonly found: {
        readonly state: string;
        /** As it was named when the container was made. */
        readonly image: string;
        readonly exitCode: number;
        /** Ports of the seat that lead to it. */
        readonly publishes: readonly number[];
        /** As it was made: none when the seat did not say. */
        readonly made: ContainerMade | null;
        /** Names that its image has in the seat; null when that was not asked for. */
        readonly imageNames: readonly string[] | null;
      } | null;
    }
  | {
      readonly what: "containers";
      readonly left: readonly { readonly name: string; readonly state: string }[];
      /** There are more than are listed. */
      readonly more: boolean;
    }
  | { readonly what: "dangling"; readonly count: number }
  | {
      readonly what: "port";
      /** Null when nothing answered. */
      readonly answer: { readonly status: number; readonly body: string } | null;
      /** Why nothing answered, in words. */
      readonly silence: string;
    }
  | { readonly what: "volume"; readonly isThere: boolean }
  | { readonly what: "network"; readonly isThere: boolean; readonly connects: readonly string[] }
  | {
      readonly what: "file";
      /** Null when there is none, or what is there is no regular file. */
      readonly content: string | null;
      /** Id of the image whose id is asked for; null when there is no such image. */
      readonly imageId?: string | null;
    };
