import type { ServicePlace } from "../../../core/check/judge-compose-waits.ts";
import type { CheckOf } from "../../../core/check/lab-check.ts";
import type { ComposeServiceModel } from "../../../core/compose/judge-config.ts";
import type { StackServiceModel } from "../../../core/compose/stack-model.ts";
import type { Grading } from "../grading.ts";
import { findServices, isRepository } from "./find-services.ts";

type Scrapes = CheckOf<"compose-scrapes">;

/** Who is who in a stack that was read and allowed. */
export interface StackParts {
  readonly file: string;
  readonly text: string;
  readonly services: readonly StackServiceModel[];
  readonly lineOf: (path: readonly string[]) => number | null;
  readonly api: ComposeServiceModel;
  readonly prometheus: ComposeServiceModel | null;
  readonly database: ComposeServiceModel | null;
  readonly place: (service: { readonly name: string }) => ServicePlace;
}

/** Image names that stand for the database and for Prometheus in this lab; null where no check names one. */
export function partNames({ ledger }: Grading): {
  readonly database: string | null;
  readonly prometheus: string | null;
} {
  const [asks] = [
    ...ledger.of("compose-waits"),
    ...ledger.of("compose-outage"),
    ...ledger.of("compose-keeps"),
  ];
  const [scrapes]: Scrapes[] = ledger.of("compose-scrapes");
  return { database: asks?.database ?? null, prometheus: scrapes?.prometheusImage ?? null };
}

/** The API as `findServices` finds it; the two others are known by their images. */
export function findParts(
  services: readonly ComposeServiceModel[],
  grading: Grading,
): Pick<StackParts, "prometheus" | "database"> & { readonly api: ComposeServiceModel | null } {
  const names = partNames(grading);
  const database =
    services.find(
      (one) =>
        names.database !== null &&
        !one.builds &&
        one.image !== null &&
        isRepository(one.image, names.database),
    ) ?? null;
  const { api, prometheus } = findServices(
    services.filter((one) => one !== database),
    {
      image: grading.lab.image ?? null,
      port: grading.lab.port,
      prometheusImage: names.prometheus ?? "",
    },
  );
  return { api, prometheus, database };
}
