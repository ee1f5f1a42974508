import type { FlowSlot } from "@skylane/core";
import type { AdviceSources } from "./gather-inputs.ts";
import type { FlowUse } from "./inputs.ts";

const DAY_MS = 86_400_000;
const WINDOW_DAYS = 30;
/** A load balancer that took so much more than links carried for its flow serves others too. */
const MOST_BEYOND_FLOW = 1.25;

/**
 * Flows whose requests a load balancer counts, as their owner says, and whose bytes the meter counted at known prices. Left out is a load
 * balancer with more bytes than its flow. What of them is overhead, or asked for again, nobody measures. `undefined` = nobody counts requests.
 */
export function gatherFlows({
  nowMs,
  config,
  flowSlots,
  requests,
}: Pick<AdviceSources, "config" | "flowSlots" | "nowMs" | "requests">): readonly FlowUse[] | undefined {
  if (requests.length === 0) return undefined;
  const fromMs = nowMs - WINDOW_DAYS * DAY_MS;
  const slotsOf = Map.groupBy(
    flowSlots.filter(({ startMs, bytes }) => startMs >= fromMs && bytes > 0),
    ({ flowId }) => flowId,
  );
  const usersOf = Map.groupBy(config.flows, ({ loadBalancer }) => loadBalancer);
  return config.flows.flatMap(({ id, loadBalancer }): readonly FlowUse[] => {
    const counted = requests.find((one) => one.loadBalancer === loadBalancer);
    const slots = slotsOf.get(id) ?? [];
    // of two flows it does not say which asked how much
    const isShared = (usersOf.get(loadBalancer)?.length ?? 0) > 1;
    if (!counted || isShared || slots.some(({ usd }) => usd === undefined)) return [];
    const sum = (of: (slot: FlowSlot) => number): number => slots.reduce((total, slot) => total + of(slot), 0);
    const [bytes, usd] = [sum((slot) => slot.bytes), sum((slot) => slot.usd ?? 0)];
    if (bytes === 0 || usd === 0 || counted.bytes > bytes * MOST_BEYOND_FLOW) return [];
    return [
      {
        flowId: id,
        scope: { kind: "flow", id },
        requestCount30d: counted.requestCount,
        bytes30d: counted.bytes,
        usdPerGb: usd / (bytes / 1e9),
      },
    ];
  });
}
