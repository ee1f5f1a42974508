export type { Brand, EpochMs, MicroUsd } from "./brand.ts";
export { epochMs } from "./brand.ts";
export { Duration, parseDurationMs } from "./duration.ts";
export { fnv1a64 } from "./fnv1a.ts";
