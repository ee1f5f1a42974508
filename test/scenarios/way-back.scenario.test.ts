import { CostAnomalyList, CostFixPlan, type FlowSlot, METER_SLOT_MS, type MeteredSlot } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import { beforeAll, describe, expect, it } from "vitest";
import { runningSkylane } from "../support/running-skylane.ts";

const GROUP = "use1-dc1";
const DEDICATED = "dx-use1-1";
const VPN = "vpn-use1-1";
const AUDITOR = "auditor@globalcart.example";
const HOUR_MS = 3_600_000;
const MONTH_MS = 730 * HOUR_MS;
/** List prices of a gigabyte out of AWS. */
const USD_PER_GB = { [DEDICATED]: 0.02, [VPN]: 0.09 } as const;

const { instance, get, send, order, reaches, overview, until, untilAllUp, runNow, eventsOf, fileOf } = runningSkylane({
  seed: 31,
});
let deps: Pick<Deps, "meterStore" | "config" | "costFindings">;

beforeAll(async () => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: instance().info.awsUrl,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    SKYLANE_CONFIG: fileOf("skylane.yaml"),
  });
  const runtime = await import("@skylane/runtime");
  deps = await runtime.ports(runtime.costFindings, runtime.meterStore).make();
  await untilAllUp();
}, 180_000);

const flows = () => deps.config.flows.filter(({ groupId }) => groupId === GROUP);

/** Over which links the world's own routing leads each of the group's flows, there and back. */
async function waysNow(): Promise<readonly string[]> {
  const ways: string[] = [];
  for (const { source, destination } of flows()) {
    const { forward, reverse } = (await get(`/lab/trace?from=${source.ip}&to=${destination.ip}`)) as Record<
      "forward" | "reverse",
      { readonly kind: string; readonly over: readonly string[] }
    >;
    ways.push(...[forward, reverse].map(({ kind, over }) => `${kind} ${over.join(" ")}`));
  }
  return [...new Set(ways)];
}

/** What the meter would have counted in hours that nobody waits for: what owners declare, over these links. */
async function metered(fromMs: number, toMs: number, connectionId: keyof typeof USD_PER_GB): Promise<void> {
  const slots: MeteredSlot[] = [];
  const sent: FlowSlot[] = [];
  for (let startMs = fromMs; startMs < toMs; startMs += METER_SLOT_MS)
    for (const { id: flowId, monthlyGb = 0 } of flows()) {
      const gb = (monthlyGb * METER_SLOT_MS) / MONTH_MS;
      const one = { startMs, bytes: Math.round(gb * 1e9), usd: gb * USD_PER_GB[connectionId] };
      sent.push({ ...one, flowId, connectionIds: [connectionId] });
      const link = slots.find((slot) => slot.startMs === startMs);
      if (link) Object.assign(link, { bytes: link.bytes + one.bytes, usd: (link.usd ?? 0) + one.usd });
      else slots.push({ ...one, connectionId, fromKey: "a", toKey: "b", coverageRatio: 1, priceRowIds: [] });
    }
  await deps.meterStore.put(slots, sent);
}

describe("a misrouting has a way back", { timeout: 180_000 }, () => {
  it("flows that a forgotten move left on the VPN are found, planned and ordered, and their traffic is on the dedicated link again", async () => {
    expect(await waysNow()).toEqual([`delivered ${DEDICATED}`]);
    const { incidentId } = await order("POST", "/v1/failovers", { groupId: GROUP });
    await reaches(incidentId, "moved");
    expect(await waysNow()).toEqual([`delivered ${VPN}`]);
    const nowMs = Math.floor(Date.now() / METER_SLOT_MS) * METER_SLOT_MS;
    await metered(nowMs - 48 * HOUR_MS, nowMs - 4 * HOUR_MS, DEDICATED);
    await metered(nowMs - 4 * HOUR_MS, nowMs, VPN);

    await runNow("watch-costs", { atMs: nowMs });
    await until(async () => expect(await eventsOf("cost.anomaly-found.v1")).not.toEqual([]));
    const { anomalies } = CostAnomalyList.parse(await get("/v1/costs/anomalies"));
    const found = anomalies.find(({ cause }) => cause === "misrouting");
    expect(found).toMatchObject({ fix: { kind: "move-flow", toConnectionId: DEDICATED } });
    expect(found?.flowIds).toHaveLength(flows().length);

    // the click: the plan, and nothing is changed by it
    const plan = CostFixPlan.parse(await get(`/v1/costs/anomalies/${found?.id}/plan`));
    expect(plan).toMatchObject({
      moves: [
        {
          ...{ groupId: GROUP, fromPathId: VPN, toPathId: DEDICATED, movedFlowCount: flows().length },
          ...{ guards: { verdict: "ready" }, orders: [{ kind: "fail-back", incidentId }] },
        },
      ],
      left: [],
    });
    expect(plan.moves[0]?.changes.length).toBeGreaterThanOrEqual(2);
    expect(plan.cost.thenUsdPerDay / plan.cost.nowUsdPerDay).toBeCloseTo(2 / 9, 1);
    expect(await waysNow()).toEqual([`delivered ${VPN}`]);

    // the same click again, sure: by the route and the rights of every order
    const back = plan.moves[0]?.orders[0];
    if (back?.kind !== "fail-back") throw new Error("no order to move it back");
    const path = `/v1/incidents/${back.incidentId}/fail-back`;
    expect(await send("POST", path, {}, { "x-skylane-as": AUDITOR })).toMatchObject({ status: 403 });
    expect((await send("POST", path, {})).status).toBe(202);
    await reaches(incidentId, "failed-back");

    expect(await waysNow()).toEqual([`delivered ${DEDICATED}`]);
    const { paths } = await overview();
    expect(paths.find(({ id }) => id === DEDICATED)).toMatchObject({ isCarrying: true });
    await metered(nowMs, nowMs + 4 * HOUR_MS, DEDICATED);
    await runNow("watch-costs", { atMs: nowMs + 4 * HOUR_MS });
    await until(async () =>
      expect((await deps.costFindings.anomalies()).find(({ id }) => id === found?.id)?.status).toBe("ended"),
    );
    expect(await send("GET", `/v1/costs/anomalies/${found?.id}/plan`)).toMatchObject({
      status: 409,
      body: { error: { code: "ERR_ANOMALY_UNPLANNED" } },
    });
  });

  it("flows that somebody's route leads away are left to whoever changed it, and it is said that no order brings them back", async () => {
    const made = await send("POST", "/lab/incidents", { kind: "misrouting", connectionId: DEDICATED });
    expect(made.status).toBe(200);
    expect((await waysNow()).some((way) => !way.includes(DEDICATED))).toBe(true);
    const nowMs = (Math.floor(Date.now() / METER_SLOT_MS) + 16) * METER_SLOT_MS;
    await metered(nowMs, nowMs + 2 * HOUR_MS, VPN);

    await runNow("watch-costs", { atMs: nowMs + 2 * HOUR_MS });
    const open = async () =>
      CostAnomalyList.parse(await get("/v1/costs/anomalies")).anomalies.find(
        ({ cause, status }) => cause === "misrouting" && status === "open",
      );
    await until(async () => expect(await open()).toBeDefined());

    const plan = CostFixPlan.parse(await get(`/v1/costs/anomalies/${(await open())?.id}/plan`));
    expect(plan).toMatchObject({
      moves: [],
      left: [{ why: expect.stringContaining("routes were changed by others") }],
    });
  });
});
