import type { Timers } from "../../time.ts";
import type { Engine } from "../engine.ts";
import type { Store } from "../journal/store.ts";

/** What the operations work with. */
export interface Service {
  readonly store: Store;
  readonly engine: Engine;
  readonly timers: Timers;
  readonly region: string;
  readonly accountId: string;
}

/** One operation of the wire API: takes the decoded body, answers what goes back as JSON. */
export type Operation = (service: Service, body: unknown) => Promise<object>;

/** AWS JSON timestamps: seconds since the epoch, with milliseconds as fraction. */
export function epochSeconds(ms: number): number {
  return ms / 1_000;
}
