import type { EventType } from "../events/registry.ts";

/** What the buses of both Regions hear, whichever acts: a global endpoint would take six minutes to turn to the other. */
export const heardInBothRegions: readonly EventType[] = ["health.path-state-changed.v1", "health.snapshot-taken.v1"];
