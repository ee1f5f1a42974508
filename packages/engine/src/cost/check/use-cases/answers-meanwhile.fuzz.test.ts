import type { CostAnomalyVerb, CostRecommendationVerb, FlowSlot, MeteredSlot } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../../test/support/bill-lines.ts";
import { aRecommendation } from "../../../../../../test/support/cost-findings.ts";
import { aDelivery, aReport } from "../../../../../../test/support/cost-store-contract.ts";
import { memoryDeps } from "../../../../../../test/support/memory-deps.ts";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../../test/support/topologies.ts";
import { orderAnomaly, orderRecommendation } from "../../use-cases/answer-costs.ts";
import { adviseCosts } from "./advise-costs.ts";
import { verifySavings } from "./verify-savings.ts";
import { watchCosts } from "./watch-costs.ts";

const SEED = 5;
const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 10, 2);
const { aws, dc } = places;
const at = (slot: number): number => START_MS + slot * SLOT_MS;
const AWAY = 4 * 96;
const topology = aTopology([
  aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" }),
  aLink({ id: "vpn", from: aws, to: dc }),
]);

/** An estate whose one flow has been on the VPN since a slot; what is kept of findings answers in whatever order chance says. */
async function anEstate() {
  const config = anInventory({ flows: [aFlow("orders", "aws", "dc")] });
  const deps = memoryDeps(config);
  const estimates = {
    ...deps.estimates,
    transferUsdPerGb: (kind: string) => ({ "direct-connect": 0.04, vpn: 0.11 })[kind],
  };
  await deps.topologies.saveSnapshot(topology);
  const slots: MeteredSlot[] = [];
  const flows: FlowSlot[] = [];
  for (let slot = 0; slot < AWAY + 8; slot += 1) {
    const [over, usdPerGb] = slot < AWAY ? (["dx", 0.04] as const) : (["vpn", 0.11] as const);
    const one = { startMs: at(slot), bytes: 40e9, usd: 40 * usdPerGb };
    flows.push({ ...one, flowId: "orders", connectionIds: [over] });
    slots.push({ ...one, connectionId: over, fromKey: "a", toKey: "b", coverageRatio: 1, priceRowIds: [] });
  }
  await deps.meterStore.put(slots, flows);
  return { ...deps, estimates };
}

function interleaved<T extends Awaited<ReturnType<typeof anEstate>>>(deps: T, scheduler: fc.Scheduler): T {
  const { costFindings: real } = deps;
  const costFindings = {
    ...real,
    anomalies: scheduler.scheduleFunction(real.anomalies),
    putAnomaly: scheduler.scheduleFunction(real.putAnomaly),
    recommendations: scheduler.scheduleFunction(real.recommendations),
    putRecommendation: scheduler.scheduleFunction(real.putRecommendation),
  };
  return { ...deps, costFindings };
}

const STATUS = { snooze: "snoozed", dismiss: "dismissed", confirm: "open" } as const;
const VERDICT = { dismiss: "expected", confirm: "real" } as const;

describe("engine/cost/check/answers-meanwhile", () => {
  console.log(`fast-check seed ${SEED}`);

  it("what was last said of an anomaly stands, whichever looks run meanwhile", async () => {
    let overtakenCount = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom<CostAnomalyVerb>("snooze", "dismiss", "confirm"), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 2 }),
        async (scheduler, verbs, lookCount) => {
          const deps = await anEstate();
          await watchCosts(deps, { atMs: at(AWAY + 6) });
          const [{ id } = { id: "" }] = await deps.costFindings.anomalies();
          deps.clock.advance(at(AWAY + 7) - deps.clock.nowMs());
          const racing = interleaved(deps, scheduler);
          const applied: { verb: CostAnomalyVerb; version: number }[] = [];
          const answers = verbs.map(async (verb) => {
            const said = await orderAnomaly(racing, id, verb, { note: verb }, "ops").catch((error) => {
              // only what was dismissed in between can refuse it
              expect(error).toMatchObject({ code: "ERR_ANOMALY_ENDED" });
              return undefined;
            });
            if (said) applied.push({ verb, version: said.version ?? 0 });
          });
          const looks = Array.from({ length: lookCount }, (_, i) => watchCosts(racing, { atMs: at(AWAY + 7) + i }));
          await scheduler.waitFor(Promise.all([...answers, ...looks]));

          const kept = await deps.costFindings.anomalies();
          const [one] = kept;
          const [last] = applied.toSorted((a, b) => b.version - a.version);
          const [judged] = applied.filter(({ verb }) => verb !== "snooze").toSorted((a, b) => b.version - a.version);
          expect(kept).toHaveLength(1);
          expect(one?.status).toBe(last && STATUS[last.verb]);
          expect(one?.feedback).toEqual(
            judged && {
              verdict: VERDICT[judged.verb as keyof typeof VERDICT],
              by: "ops",
              atMs: at(AWAY + 7),
              note: judged.verb,
            },
          );
          // and what the looks saw is kept beside it
          expect(one?.lastSeenAtMs).toBeGreaterThanOrEqual(at(AWAY + 7));
          // each write stood on the one before it
          expect(one?.version).toBe(1 + applied.length + lookCount);
          if (last && (one?.version ?? 0) > last.version) overtakenCount += 1;
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
    // some looks did end after the answer: otherwise nothing was tried
    expect(overtakenCount).toBeGreaterThan(5);
  });

  it("what was last said of a way to pay less stands, and is judged as it was last said", async () => {
    const raisedAtMs = START_MS - 60 * DAY_MS;
    const billed = Array.from({ length: 60 }, (_, i) => {
      const day = new Date(START_MS - (60 - i) * DAY_MS).toISOString().slice(0, 10);
      return [
        aBillLine({ day, billingMonth: day.slice(0, 7), billed: money(i < 30 ? "20" : "1"), resourceId: "vpn-7" }),
        aBillLine({ day, billingMonth: day.slice(0, 7), billed: money("30") }),
      ];
    }).flat();
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.constantFrom<CostRecommendationVerb>("accept", "dismiss", "done"),
        fc.boolean(),
        async (scheduler, verb, isDone) => {
          const deps = await anEstate();
          deps.clock.advance(START_MS - deps.clock.nowMs());
          for (const [month, lines] of Map.groupBy(billed, ({ billingMonth }) => billingMonth))
            await deps.billStore.replace(aDelivery({ billingMonth: month }), lines, aReport({ billingMonth: month }));
          const doneAtMs = START_MS - 30 * DAY_MS;
          await deps.costFindings.putRecommendation(
            aRecommendation({ raisedAtMs, ...(isDone && { status: "accepted", doneAtMs }) }),
          );
          const racing = interleaved(deps, scheduler);
          const said = orderRecommendation(racing, "cr-zombie-vpn-1", verb, { note: verb }, "ops").catch((error) => {
            expect(error).toMatchObject({ code: "ERR_RECOMMENDATION_ENDED" });
            return undefined;
          });
          await scheduler.waitFor(
            Promise.all([said, adviseCosts(racing, { atMs: START_MS }), verifySavings(racing, { atMs: START_MS })]),
          );

          const [one] = await deps.costFindings.recommendations();
          const answered = await said;
          if (!answered) {
            expect(one?.status).toBe("verified");
            return;
          }
          expect(one).toMatchObject({
            decided: { by: "ops", note: verb },
            status: verb === "dismiss" ? "dismissed" : "accepted",
          });
          expect(one?.doneAtMs).toBe(verb === "done" ? START_MS : undefined);
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
  });
});
