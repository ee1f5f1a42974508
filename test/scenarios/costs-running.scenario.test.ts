import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventData } from "@skylane/core";
import { afterAll, describe, expect, it } from "vitest";
import { runningSkylane } from "../support/running-skylane.ts";

const DAY_MS = 86_400_000;
const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:skylane-cost-check";
const HEADER =
  "BilledCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName";

/** Ten dollars on each of the last twenty days, a file a month, where an export would lay them. */
function layDownBills(folder: string): void {
  const today = Math.floor(Date.now() / DAY_MS);
  const days = Array.from({ length: 20 }, (_, i) => new Date((today - 20 + i) * DAY_MS).toISOString().slice(0, 10));
  for (const [month, ofMonth] of Map.groupBy(days, (day) => day.slice(0, 7))) {
    const rows = ofMonth.map(
      (day) => `10,1,USD,${month}-01T00:00:00Z,Usage,${day}T00:00:00Z,${day}T01:00:00Z,AWS,Amazon EC2`,
    );
    mkdirSync(join(folder, `BILLING_PERIOD=${month}`), { recursive: true });
    writeFileSync(join(folder, `BILLING_PERIOD=${month}`, "bill.csv"), `${[HEADER, ...rows].join("\n")}\n`);
  }
}

const bills = mkdtempSync(join(tmpdir(), "skylane-bills-"));
layDownBills(bills);
afterAll(() => rmSync(bills, { recursive: true, force: true }));

const skylane = runningSkylane({
  seed: 23,
  configure: (shipped) => `${shipped}
costs:
  bills:
    - { id: aws-main, format: focus, at: "file:${bills}" }
  budgets:
    - { id: everything, scope: { kind: all, id: all }, monthlyUsd: 1 }
`,
});

describe("costs are looked at by the handlers that ship, on the embedded AWS", { timeout: 180_000 }, () => {
  it("bills that the configuration names are taken when Skylane starts, and budgets that they pass are told", async () => {
    await skylane.until(async () => {
      const events = await skylane.events();
      const types = events.map(({ event }) => event.type);
      expect(types).toContain("cost.rows-ingested.v1");
      expect(types).toContain("cost.budget-exceeded.v1");
      expect(types).not.toContain("cost.check-failed.v1");
    }, 150_000);
    const taken = (await skylane.eventsOf("cost.rows-ingested.v1")).map(
      ({ event }) => event.data as EventData<"cost.rows-ingested.v1">,
    );
    const passed = (await skylane.eventsOf("cost.budget-exceeded.v1")).map(({ event }) => event.data);

    expect(taken.reduce((sum, { takenCount }) => sum + takenCount, 0)).toBe(20);
    expect(taken.reduce((sum, { billed }) => sum + Number(billed.USD), 0)).toBe(200);
    expect(passed).toContainEqual(expect.objectContaining({ budgetId: "everything", threshold: "monthly", ratio: 1 }));
  });

  it("what links carry is looked at by its own schedule, and every step of it is done", async () => {
    const scheduledTime = new Date().toISOString();
    const name = `cost-meter-${Math.floor(Date.parse(scheduledTime) / 60_000)}`;
    await skylane.runNow("start-cost-check", { kind: "meter", scheduledTime });

    await skylane.until(async () => {
      const answer = await fetch(skylane.instance().info.awsUrl, {
        method: "POST",
        headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": "AWSStepFunctions.ListExecutions" },
        body: JSON.stringify({ stateMachineArn: MACHINE }),
      });
      const { executions } = (await answer.json()) as { executions: { name: string; status: string }[] };
      expect(executions.find((one) => one.name === name)?.status).toBe("SUCCEEDED");
    }, 90_000);
    expect(await skylane.eventsOf("cost.check-failed.v1")).toEqual([]);
  });
});
