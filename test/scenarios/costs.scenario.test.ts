import { estimatesOf } from "@skylane/clouds/estimates";
import {
  type Alert,
  type EventDraft,
  METER_SLOT_MS,
  rules,
  type SkylaneEvent,
  type TopologyDrift,
  type TrafficMeter,
  withArns,
} from "@skylane/core";
import {
  type AlertingEvent,
  adviseCosts,
  countTraffic,
  forecastCosts,
  raiseAlert,
  reconcileCosts,
  startCostCheck,
  takeBills,
  tellCheckFailure,
  verifySavings,
  watchCosts,
} from "@skylane/engine";
import { describe, expect, it } from "vitest";
import costCheck from "../../packages/engine/workflows/cost-check.asl.json" with { type: "json" };
import {
  ACCOUNT,
  manualTimers,
  openWorld,
  ROLE_ARN,
  untilEnded,
} from "../../packages/local/src/step-functions/fixture.ts";
import { memoryDeps } from "../support/memory-deps.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../support/topologies.ts";

const SEED = 11;
const START_MS = Date.UTC(2026, 10, 3);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HALF_HOUR_MS = 30 * 60_000;
const GB_PER_SLOT = 50;
const { aws, dc } = places;

/** A dedicated link and a VPN to the same data centre; what the dedicated one reaches is for routing to say. */
const topologyOf = (isDedicatedRouted: boolean, atMs: number) =>
  aTopology(
    [
      aLink({
        id: "dx",
        from: aws,
        to: dc,
        kind: "direct-connect",
        bandwidthMbps: 10_000,
        ...(!isDedicatedRouted && { reaches: [[], ["10.1.0.0/16"]] }),
      }),
      aLink({ id: "vpn", from: aws, to: dc, bandwidthMbps: 1_250 }),
    ],
    { atMs },
  );

/** A day up and down and a little noise, over whichever link the world's routes send it; clouds count it by the quarter of an hour. */
function aWorld() {
  const random = seededRandom(SEED);
  const noise = new Map<number, number>();
  let awayFromMs = Number.POSITIVE_INFINITY;
  const bytesAt = (startMs: number): number => {
    const one = noise.get(startMs) ?? 0.97 + 0.06 * random();
    noise.set(startMs, one);
    return Math.round(GB_PER_SLOT * 1e9 * one * (1 + 0.4 * Math.sin((startMs / DAY_MS) * 2 * Math.PI)));
  };
  const meter: TrafficMeter = {
    async read({ fromMs, toMs }) {
      const slots = [];
      for (let startMs = Math.max(fromMs, START_MS); startMs < toMs; startMs += METER_SLOT_MS)
        for (const [connectionId, isUsed] of [
          ["dx", startMs < awayFromMs],
          ["vpn", startMs >= awayFromMs],
        ] as const)
          for (const [fromKey, toKey] of [
            [aws[0], dc[0]],
            [dc[0], aws[0]],
          ] as const)
            slots.push({
              startMs,
              connectionId,
              fromKey,
              toKey,
              bytes: isUsed && fromKey === aws[0] ? bytesAt(startMs) : 0,
              coverageRatio: 1,
            });
      return { slots, gaps: [] };
    },
  };
  const misroute = (atMs: number): void => {
    awayFromMs = atMs;
  };
  return { meter, misroute };
}

/** The embedded Step Functions with the workflow as it is deployed, the bus's rules, and virtual time. */
async function aWatchedEstate(more: Parameters<typeof anInventory>[0] = {}) {
  console.log(`scenario seed ${SEED}`);
  const config = anInventory({
    clouds: { aws: { accounts: [{ id: "111111111111", regions: ["us-east-1"] }] } },
    flows: [aFlow("orders", "aws", "dc")],
    ...more,
  });
  const world = aWorld();
  const sent: Alert[] = [];
  const send = async (alert: Alert) => ({
    outcome: sent.push(alert) > 0 ? ("delivered" as const) : ("failed" as const),
  });
  const memory = memoryDeps(config);
  const deps = Object.assign(memory, {
    channels: [{ name: "test", send }],
    estimates: estimatesOf(),
    meter: world.meter,
  });
  const steps = openWorld({
    timers: manualTimers(START_MS),
    functions: {
      "meter-traffic": () => countTraffic(deps),
      "watch-costs": (input) => watchCosts(deps, input as { atMs: number }),
      "take-bills": (input) => takeBills(deps, input as { atMs: number }),
      "forecast-costs": (input) => forecastCosts(deps, input as { atMs: number }),
      "advise-costs": (input) => adviseCosts(deps, input as { atMs: number }),
      "verify-savings": (input) => verifySavings(deps, input as { atMs: number }),
      "reconcile-costs": (input) => reconcileCosts(deps, input as { atMs: number }),
      "tell-check-failure": (input) => tellCheckFailure(deps, input as Parameters<typeof tellCheckFailure>[1]),
    },
  });
  const { stateMachineArn } = (await steps.service.call("CreateStateMachine", {
    name: "cost-check",
    roleArn: ROLE_ARN,
    definition: withArns(JSON.stringify(costCheck), (name) => `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${name}`),
  })) as { readonly stateMachineArn: string };
  let deliveredCount = 0;
  /** What was published goes to whom the rules say. */
  const deliver = async (): Promise<void> => {
    for (const draft of deps.published.slice(deliveredCount)) {
      const event = asEvent(draft, deps.clock.nowMs());
      const targets = rules.filter(({ pattern }) =>
        ((pattern["detail-type"] as readonly string[] | undefined) ?? []).includes(draft.type),
      );
      await deps.eventLog.append(event as SkylaneEvent);
      if (targets.some(({ target }) => target === "raise-alert")) await raiseAlert(deps, event);
    }
    deliveredCount = deps.published.length;
  };
  const look = async (kind: "meter" | "bills", atMs: number): Promise<string> => {
    deps.clock.advance(atMs - deps.clock.nowMs());
    steps.timers.advance(atMs - steps.timers.nowMs());
    expect(await startCostCheck(deps, { kind, atMs })).toBe("started");
    const { executionArn } = await steps.service.startExecution(stateMachineArn, deps.started.at(-1)?.input);
    const { status } = await untilEnded(steps, executionArn);
    await deliver();
    return status;
  };
  return { deps, world, look, sent, deliver };
}

const asEvent = ({ type, subject, epoch, seq, idempotencyKey, data }: EventDraft, nowMs: number): AlertingEvent =>
  ({
    type,
    id: idempotencyKey ?? `${type}:${subject}:${epoch}:${seq}`,
    time: new Date(nowMs).toISOString(),
    data,
  }) as unknown as AlertingEvent;

describe("what is paid is looked at all the time", { timeout: 180_000 }, () => {
  it("bytes that leave by the wrong way are found, told and explained within the hour", async () => {
    const { deps, world, look, sent, deliver } = await aWatchedEstate();
    await deps.topologies.saveSnapshot(topologyOf(true, START_MS));
    const incidentMs = START_MS + 3 * DAY_MS + 10 * HOUR_MS;
    for (let atMs = START_MS + HALF_HOUR_MS; atMs <= incidentMs; atMs += HALF_HOUR_MS)
      expect(await look("meter", atMs)).toBe("SUCCEEDED");
    expect(sent).toEqual([]);

    // somebody takes a route away; discovery hears of it on the change, and tells of it
    world.misroute(incidentMs);
    await deps.topologies.saveSnapshot(topologyOf(false, incidentMs + 120_000));
    const drift: TopologyDrift = {
      kind: "changed",
      what: "route",
      subject: "tgw-rtb-1 10.3.0.0/16",
      changes: [{ field: "next", before: "dx", after: "vpn" }],
      flowIds: [],
    };
    const data = { estate: "small", snapshotKey: "b", previousKey: "a", totalCount: 1, drifts: [drift] };
    deps.clock.advance(incidentMs + 120_000 - deps.clock.nowMs());
    await deps.publisher.publish([
      { type: "topology.drift-found.v1", subject: "small", epoch: incidentMs, seq: 0, data },
    ]);
    await deliver();
    sent.length = 0;

    let foundMs: number | undefined;
    for (let atMs = incidentMs + HALF_HOUR_MS; atMs <= incidentMs + 3 * HOUR_MS; atMs += HALF_HOUR_MS) {
      expect(await look("meter", atMs)).toBe("SUCCEEDED");
      if (sent.length > 0) foundMs ??= atMs;
    }

    console.log(`found ${Math.round(((foundMs ?? Number.NaN) - incidentMs) / 60_000)} min after it began`);
    expect((foundMs ?? Number.POSITIVE_INFINITY) - incidentMs).toBeLessThanOrEqual(HOUR_MS);
    const [anomaly] = await deps.costFindings.anomalies();
    expect(anomaly).toMatchObject({
      cause: "misrouting",
      beganAtMs: incidentMs,
      flowIds: ["orders"],
      fix: { kind: "move-flow", flowId: "orders", toConnectionId: "dx" },
      routeChange: { what: expect.stringContaining("tgw-rtb-1 10.3.0.0/16 was changed: next dx → vpn") },
    });
    // 50 GB a quarter of an hour, at nine cents in place of two
    expect(anomaly?.usdPerDay).toBeGreaterThan(200);
    expect(sent[0]?.title).toMatch(/^flow orders costs \$\d+ a day too much: traffic leaves by the wrong way$/);
    expect(sent[0]?.lines.join("\n")).toMatch(/Move orders to dx\. Nothing was changed\./);
    // told once, and not at each look
    expect(sent.filter(({ action }) => action === "trigger").length).toBeLessThanOrEqual(2);
  });

  it("a bill that cannot be read keeps nothing else from being looked at, and is told once a day", async () => {
    const bills = [{ id: "aws-main", format: "focus", at: "s3://bills/aws" }];
    const { deps, look, sent } = await aWatchedEstate({ costs: { bills } });
    await deps.topologies.saveSnapshot(topologyOf(true, START_MS));
    const away = async (): Promise<never> => {
      throw Object.assign(new Error("the bucket is not there"), { name: "ERR_BILL_UNREADABLE" });
    };
    Object.assign(deps.billReader, { deliveries: away });

    expect(await look("bills", START_MS + HOUR_MS)).toBe("FAILED");
    expect(await look("bills", START_MS + 2 * HOUR_MS)).toBe("FAILED");

    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      title: "costs: the bills could not all be looked at",
      lines: [expect.stringMatching(/^take-bills: ERR_BILL_UNREADABLE: the bucket is not there/), expect.anything()],
    });
  });
});
