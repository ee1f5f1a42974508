import type { BuiltResource, IntentRun } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aStandingRun } from "../../../../../test/support/built-runs.ts";
import { shareCosts } from "./share-costs.ts";

const { run } = aStandingRun(5);
const ids = run.intents.map(({ id }) => id);
const steps = run.plan?.steps ?? [];
const resourceOf = (stepId: string, monthlyUsd: number | undefined): BuiltResource => ({
  stepId,
  resource: "aws.vpn-connection",
  cloud: "aws",
  accountId: "1",
  regionId: "us-east-1",
  ids: {},
  ...(monthlyUsd !== undefined && { monthlyUsd }),
});
const centsOf = (all: readonly { readonly monthlyUsd?: number | undefined }[]): number =>
  all.reduce((sum, { monthlyUsd = 0 }) => sum + Math.round(monthlyUsd * 100), 0);

describe("engine/intent/after/share-costs", () => {
  it("adds up to the whole, to the cent, whoever needs what and whatever was undone", () => {
    const someIds = fc.subarray([...ids], { minLength: 1 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(someIds, fc.integer({ min: 0, max: 1_000_000 })), { maxLength: 8 }),
        fc.subarray([...ids], { maxLength: 4 }),
        (wanted, undoneIntentIds) => {
          const own = wanted.map(([intentIds], i) => ({ ...steps[0], id: `s${i}`, intentIds }));
          const of = { ...run, undoneIntentIds, plan: { ...run.plan, steps: own } } as IntentRun;
          const resources = wanted.map(([, cents], i) => resourceOf(`s${i}`, cents / 100));

          const shares = shareCosts(of, resources);

          expect(centsOf(shares)).toBe(centsOf(resources));
          expect(shares.map(({ intentId }) => intentId)).toEqual(ids.filter((id) => !undoneIntentIds.includes(id)));
        },
      ),
    );
  });

  it("is not known to those alone who need an object whose price is not known", () => {
    const [one, two] = ids;
    const own = [
      { ...steps[0], id: "known", intentIds: [one, two] },
      { ...steps[0], id: "unknown", intentIds: [two] },
    ];
    const of = { ...run, plan: { ...run.plan, steps: own } } as IntentRun;

    const shares = shareCosts(of, [resourceOf("known", 0.03), resourceOf("unknown", undefined)]);

    expect(shares.map(({ monthlyUsd }) => monthlyUsd)).toEqual([0.02, undefined, 0, 0, 0]);
  });

  it("names the owner and the cost centre of each, as its own row says them", () => {
    const rows = [{ owner: "a@globalcart.example", costCentre: "cc-1" }, { costCentre: "cc-2" }];
    const intents = run.intents
      .slice(0, 2)
      .map((one, i) => ({ ...one, request: { text: "x", answers: {}, acceptFixes: false, ...rows[i] } }));

    expect(shareCosts({ ...run, intents } as IntentRun, [])).toMatchObject([
      { intentId: ids[0], owner: "a@globalcart.example", costCentre: "cc-1", monthlyUsd: 0 },
      { intentId: ids[1], owner: run.askedBy, costCentre: "cc-2", monthlyUsd: 0 },
    ]);
  });
});
