import { DEFAULT_HEALTH_MS } from "../../core/check/health-timings.ts";
import type { ContainerInspect } from "../docker/engine-schemas.ts";

const NANOSECONDS = 1_000_000;

/** How long a probe of this container may take, in ms, as the image or the Compose file says it. */
export const probeTimeoutMs = ({ Config }: ContainerInspect): number =>
  (Config.Healthcheck?.Timeout ?? 0) / NANOSECONDS || DEFAULT_HEALTH_MS;
