import { entryBytes } from "../event-bus/api/put-events.ts";
import type { EventBus } from "../event-bus/index.ts";
import type { Metrics } from "./metrics.ts";

const NAMESPACE = "AWS/Events";

/** What comes in by PutEvents, counted as EventBridge does: requests that were answered, their entries and their bytes. */
export function meterBus(bus: EventBus, metrics: Pick<Metrics, "add">): EventBus {
  const count = (name: string, value: number): void =>
    metrics.add({ namespace: NAMESPACE, name, dimensions: {} }, value);
  return {
    ...bus,
    async call(operation, body) {
      const answer = await bus.call(operation, body);
      if (operation !== "PutEvents") return answer;
      const { Entries } = body as { readonly Entries: readonly Readonly<Record<string, unknown>>[] };
      count("PutEventsApproximateCallCount", 1);
      count("PutEventsEntriesCount", Entries.length);
      count(
        "PutEventsRequestSize",
        Entries.reduce((sum, entry) => sum + entryBytes(entry), 0),
      );
      return answer;
    },
  };
}

/** Counts an event that a rule matched. */
export const countMatch =
  (metrics: Pick<Metrics, "add">) =>
  (bus: string, rule: string): void =>
    metrics.add({ namespace: NAMESPACE, name: "MatchedEvents", dimensions: { EventBusName: bus, RuleName: rule } }, 1);
