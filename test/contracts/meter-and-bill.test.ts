import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { estimatesOf } from "@skylane/clouds";
import { billRules } from "@skylane/clouds/bills";
import { addMoney, type BillLine, moneyNumber } from "@skylane/core";
import { ingestBills, type Reconciled, reconcile, slotSums } from "@skylane/engine";
import { billReader } from "@skylane/runtime/bills";
import { loadEstate, writeBills } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findConfig } from "../../packages/cli/src/discover/find-config.ts";
import { scopesFrom } from "../../packages/cli/src/discover/scopes.ts";
import { type LookedAtTwin, twinsToLookAt } from "../support/looked-at-twin.ts";

/** Two days of a month are billed. */
const NOW = Date.UTC(2026, 10, 3, 0, 20);
const MONTH = { fromMs: Date.UTC(2026, 10, 1), toMs: Date.UTC(2026, 10, 3) };

const twins = twinsToLookAt();
const folder = mkdtempSync(join(tmpdir(), "skylane-bills-"));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await twins.close();
});

/** Lines of all clouds' bills of the estate, as they are taken. */
async function billLines(): Promise<readonly BillLine[]> {
  const written = await writeBills(loadEstate("globalcart"), folder, { days: 2, endMs: NOW });
  const lines = new Map<string, readonly BillLine[]>();
  for (const { cloud, format, folder: at } of written)
    await ingestBills(
      {
        reader: billReader([{ id: cloud, format, at: `file:${at}` }], () => undefined),
        store: {
          replace: async (_, own) => void lines.set(cloud, own),
          taken: async () => undefined,
        },
        nowMs: () => NOW,
      },
      { sourceIds: [cloud], sinceMonth: "0000-01", tagNames: new Set(), offers: [], rulesFor: billRules },
    );
  return [...lines.values()].flat();
}

describe("meter and bill of the same two days", { timeout: 60_000 }, () => {
  let seen: LookedAtTwin;
  let lines: readonly BillLine[];
  let found: Reconciled;
  beforeAll(async () => {
    lines = await billLines();
    seen = await twins.start(loadEstate("globalcart"), scopesFrom(findConfig(undefined, "globalcart"), {}), NOW);
    const { slots } = await seen.meter().read(MONTH);
    const metered = slotSums("2026-11");
    metered.add(slots.map((slot) => ({ ...slot, priceRowIds: [] })));
    found = reconcile({
      month: "2026-11",
      lines,
      metered,
      topology: seen.topology,
      config: { connections: [] },
      estimates: estimatesOf(),
    });
  }, 60_000);

  it("agree on the bytes of every link that a bill names, and on what flat prices make of them", () => {
    const kinds = new Map(seen.topology.connections.map(({ id, kind }) => [id, kind]));

    expect(found.notes).toEqual([]);
    expect(found.rows.length).toBeGreaterThan(10);
    for (const { connectionId, meteredGb, billedGb = Number.NaN, meteredUsd, billedUsd } of found.rows) {
      expect(meteredGb / billedGb, connectionId).toBeCloseTo(1, 5);
      if (kinds.get(connectionId) !== "vpn") expect(meteredUsd / billedUsd, connectionId).toBeCloseTo(1, 5);
    }
  });

  it("differ by steps and free units, which links share as they come and a bill by its own order, and say so", () => {
    const tunnels = found.rows.filter(({ residualUsd }) => residualUsd !== 0);
    const sum = (pick: (one: (typeof tunnels)[number]) => number): number =>
      tunnels.reduce((total, one) => total + pick(one), 0);

    for (const { connectionId, residualRatio = Number.NaN, reasons } of tunnels) {
      expect(Math.abs(residualRatio), connectionId).toBeLessThan(0.1);
      if (Math.abs(residualRatio) > 0.011)
        expect(reasons, connectionId).toContainEqual(expect.stringContaining("falls with the volume"));
    }
    // what one has more the other has less
    expect(sum(({ meteredUsd }) => meteredUsd) / sum(({ billedUsd }) => billedUsd)).toBeCloseTo(1, 2);
  });

  it("show what a bill names no link for beside the links it may be for, and what left by no link at all", () => {
    const processing = found.unplaced.filter(({ kind }) => kind === "processing");
    const internet = found.unplaced.find(({ kind }) => kind === "internet");

    expect(processing.length).toBeGreaterThan(0);
    for (const { meteredUsd, billedUsd } of processing) expect(meteredUsd / billedUsd).toBeCloseTo(1, 5);
    // machines that talk to the open internet
    expect(internet).toMatchObject({ cloud: "aws", meteredUsd: 0 });
    expect(internet?.billedUsd).toBeGreaterThan(1);
  });

  it("have all that the bills ask for data, once", () => {
    const asked = lines.flatMap(({ transfer, billed }) => (transfer ? [billed] : []));
    const shown = [...found.rows, ...found.unplaced].reduce((sum, { billedUsd }) => sum + billedUsd, 0);

    expect(shown).toBeCloseTo(moneyNumber(addMoney(...asked)), 3);
  });
});
