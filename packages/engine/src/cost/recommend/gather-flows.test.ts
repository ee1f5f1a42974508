import type { FlowSlot, RequestCount } from "@skylane/core";
import { Flow } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { anInventory } from "../../../../../test/support/topologies.ts";
import { gatherFlows } from "./gather-flows.ts";
import { recommend } from "./recommend.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 30);
const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/orders/50dc6c495c0c9188";
const flow = (id: string, loadBalancer?: string): Flow =>
  Flow.parse({
    id,
    source: { ip: "10.4.0.1" },
    destination: { ip: "10.1.0.1", port: 443 },
    ...(loadBalancer && { loadBalancer }),
  });
const slots = (more: Partial<FlowSlot> = {}): readonly FlowSlot[] =>
  Array.from({ length: 30 }, (_, i) => ({
    startMs: NOW_MS - (i + 1) * DAY_MS,
    flowId: "web-to-orders",
    connectionIds: ["dx"],
    bytes: 10e9,
    usd: 0.9,
    ...more,
  }));
const counted: RequestCount = { loadBalancer: BALANCER, requestCount: 50_000_000, bytes: 290e9 };
const gathered = ({
  requests = [counted],
  flows = [flow("web-to-orders", BALANCER)],
  flowSlots = slots(),
}: {
  requests?: readonly RequestCount[];
  flows?: Flow[];
  flowSlots?: readonly FlowSlot[];
} = {}) => gatherFlows({ nowMs: NOW_MS, requests, flowSlots, config: { ...anInventory(), flows } });

describe("engine/cost/recommend/gather-flows", () => {
  it("takes requests and bytes from the load balancer, and what a gigabyte costs from the flow", () => {
    expect(gathered()).toEqual([
      {
        flowId: "web-to-orders",
        scope: { kind: "flow", id: "web-to-orders" },
        requestCount30d: 50_000_000,
        bytes30d: 290e9,
        usdPerGb: expect.closeTo(0.09, 9),
      },
    ]);
    expect(recommend({ nowMs: NOW_MS, flows: gathered() })).toMatchObject([
      { kind: "chatty-flow", savingLowUsd: 0, risk: "medium" },
    ]);
  });

  it.each<[string, Parameters<typeof gathered>[0]]>([
    ["names none", { flows: [flow("web-to-orders")] }],
    ["was not metered", { flowSlots: [] }],
    ["has a slot without a price", { flowSlots: [...slots(), ...slots({ usd: undefined }).slice(0, 1)] }],
    ["carried less than its load balancer took: it serves others", { requests: [{ ...counted, bytes: 400e9 }] }],
    ["shares it with another", { flows: [flow("web-to-orders", BALANCER), flow("shop-to-orders", BALANCER)] }],
    ["was metered longer ago", { flowSlots: slots().map((one) => ({ ...one, startMs: one.startMs - 40 * DAY_MS })) }],
  ])("says nothing of a flow that %s", (_, how) => {
    expect(gathered(how)).toEqual([]);
  });

  it("knows nothing where nobody counts requests", () => {
    expect(gathered({ requests: [] })).toBeUndefined();
  });

  it.each([
    "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/net/orders/50dc6c495c0c9188",
    "projects/p/regions/us-central1/backendServices/orders",
    'projects/p/global/forwardingRules/a" OR "1',
    "orders",
  ])("takes no %s for a load balancer that counts requests", (loadBalancer) => {
    expect(Flow.safeParse({ ...flow("web-to-orders"), loadBalancer }).success).toBe(false);
  });
});
