import type { EventType, FunctionName } from "@skylane/core";

/** So much whatever there is to watch, and so much more for each path the call is about. */
export type Linear = readonly [fixed: number, perPath: number];

/** Units of the two tables. */
export const tableUnits = ["state-read", "state-write", "coord-read", "coord-write"] as const;
export type TableUnit = (typeof tableUnits)[number];

/** What one call of a function uses in a quiet month. */
export interface HandlerUse {
  /** Beside what it waits by its configuration. */
  readonly durationMs: Linear;
  /** Of a burst: each time it stores what it saw. */
  readonly tables?: Partial<Readonly<Record<TableUnit, Linear>>>;
  /** What it writes, and what the platform writes about it. */
  readonly logBytes: Linear;
  /** One of each a call. */
  readonly events?: readonly { readonly type: EventType; readonly bytes: Linear }[];
}

export const handlerUse: Partial<Readonly<Record<FunctionName, HandlerUse>>> = {};
