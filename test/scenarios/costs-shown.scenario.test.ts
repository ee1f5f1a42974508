import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CostAllocations, CostAnomaly, CostBills, CostSpend } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anAnomaly, aRecommendation } from "../support/cost-findings.ts";
import { runningSkylane } from "../support/running-skylane.ts";

const AUDITOR = "auditor@globalcart.example";
const ONCALL = "oncall@globalcart.example";
const folder = mkdtempSync(join(tmpdir(), "skylane-bills-"));
const month = new Date().toISOString().slice(0, 7);
const HEADER =
  "BilledCost,EffectiveCost,ListCost,BillingAccountId,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ServiceCategory,RegionId,Tags";
const row = (cost: string, team: string, service: string): string =>
  `${cost},${cost},${cost},111122223333,USD,${month}-01T00:00:00Z,Usage,${month}-01T00:00:00Z,${month}-01T01:00:00Z,AWS,${service},Compute,us-east-1,"{""team"":""${team}""}"`;

const { instance, get, send, until, runNow, eventsOf, fileOf } = runningSkylane({
  seed: 29,
  configure: (shipped) =>
    `${shipped}\ncosts: ${JSON.stringify({
      bills: [{ id: "aws-main", cloud: "aws", format: "focus", at: `file:${folder}` }],
      scopes: [{ kind: "team", id: "web", match: [{ tags: { team: "web" } }] }],
    })}\n`,
});
let costFindings: Deps["costFindings"];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${month}.csv`),
    [HEADER, row("10.000000000001", "web", "Amazon EC2"), row("2.5", "<b>x</b>", "Amazon S3"), "broken,row"].join("\n"),
  );
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: instance().info.awsUrl,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    SKYLANE_CONFIG: fileOf("skylane.yaml"),
  });
  const runtime = await import("@skylane/runtime");
  ({ costFindings } = await runtime.ports(runtime.costFindings).make());
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("costs on one machine", { timeout: 120_000 }, () => {
  it("a bill that a cloud laid down is taken, and what it says is shown to the last digit", async () => {
    await runNow("look-at-bills", { kind: "bills", scheduledTime: new Date().toISOString() });

    await until(async () =>
      expect(CostBills.parse(await get("/v1/costs/bills")).reports).toMatchObject([
        { takenCount: 2, setAsideCount: 1, billed: { USD: "12.500000000001" } },
      ]),
    );
    const { allocations } = CostAllocations.parse(await get("/v1/costs/allocations?by=team"));
    expect(allocations).toMatchObject([
      {
        total: "12.500000000001",
        shares: [
          { id: "web", billed: "10.000000000001", percent: 80 },
          { id: "(unallocated)", billed: "2.5", percent: 20 },
        ],
      },
    ]);
    expect(CostSpend.parse(await get("/v1/costs/spend?by=service"))).toMatchObject({
      days: [`${month}-01`],
      totalUsd: [12.5],
    });
    await until(async () => expect(await eventsOf("cost.rows-ingested.v1")).toHaveLength(1));
  });

  it.each([
    ["spend?by=planet", /by: Invalid option: expected one of "capability"/],
    ["spend?month=2026-13", /month: must be a month such as 2026-11/],
    ["bills?since=yesterday", /since: must be a month such as 2026-11/],
  ])("refuses /v1/costs/%s, and says which field and what would pass", async (path, message) => {
    expect(await get(`/v1/costs/${path}`)).toMatchObject({
      error: { code: "ERR_REQUEST_INVALID", message: expect.stringMatching(message) },
    });
  });

  it("who may says what an anomaly is, and the next look hears of it", async () => {
    await costFindings.putAnomaly(anAnomaly());
    const path = "/v1/costs/anomalies/ca-flow-orders-1";
    const as = (who: string) => ({ "x-skylane-as": who });

    expect(await send("POST", `${path}:dismiss`, {}, as(AUDITOR))).toMatchObject({
      status: 403,
      body: { error: { code: "ERR_NOT_ALLOWED" } },
    });
    const said = await send("POST", `${path}:dismiss`, { verdict: "wrong", note: "a test" }, as(ONCALL));

    expect(said.status).toBe(200);
    expect(CostAnomaly.parse(said.body)).toMatchObject({
      status: "dismissed",
      feedback: { verdict: "wrong", by: ONCALL, note: "a test" },
    });
    expect(await costFindings.anomalies()).toMatchObject([{ status: "dismissed" }]);
    expect(await send("POST", `${path}:snooze`, {})).toMatchObject({
      status: 409,
      body: { error: { code: "ERR_ANOMALY_ENDED" } },
    });
    expect(await send("POST", `${path}:confirm`, { forMs: 900_000 })).toMatchObject({ status: 400 });
    expect(await send("POST", "/v1/costs/anomalies/ca-flow-nothing-1:confirm", {})).toMatchObject({ status: 404 });
    expect(await send("POST", `${path}:forget`, {})).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("ca-flow-k3x9-th2a-th2c:snooze") } },
    });
  });

  it("a way to pay less is done, and waits for its bill", async () => {
    await costFindings.putRecommendation(aRecommendation({ raisedAtMs: Date.now() - 3_600_000 }));

    const said = await send("POST", "/v1/costs/recommendations/cr-zombie-vpn-1:done", { note: "deleted" });

    expect(said).toMatchObject({ status: 200, body: { status: "accepted", decided: { note: "deleted" } } });
    expect(await send("POST", "/v1/costs/recommendations/cr-zombie-vpn-1:dismiss", {})).toMatchObject({ status: 409 });
  });
});
