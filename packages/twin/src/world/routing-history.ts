import { copyRouting, type RoutingState } from "./routing-state.ts";

/** What routing was at some moment of the last two minutes: for reads that lag behind writes. */
export interface RoutingHistory {
  /** To be called before each write. */
  remember(): void;
  /** Routing as it was so many ms ago. */
  asOf(ageMs: number): RoutingState;
}

const KEPT_MS = 120_000;

/** Keeps a copy of the routing before each write, with the moment until which it held. */
export function routingHistory(current: RoutingState, nowMs: () => number): RoutingHistory {
  let past: { readonly untilMs: number; readonly state: RoutingState }[] = [];
  return {
    remember() {
      const now = nowMs();
      past = past.filter(({ untilMs }) => untilMs > now - KEPT_MS);
      past.push({ untilMs: now, state: copyRouting(current) });
    },
    asOf(ageMs) {
      const momentMs = nowMs() - ageMs;
      return past.find(({ untilMs }) => untilMs > momentMs)?.state ?? current;
    },
  };
}
