import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { billRules } from "@skylane/clouds/bills";
import { addMoney, type BillFormat, type BillLine, type IngestReport, moneyNumber, ZERO } from "@skylane/core";
import { type IngestResult, ingestBills } from "@skylane/engine";
import { billReader, openPlace } from "@skylane/runtime/bills";
import { loadEstate, startTwin, type Twin, type WrittenBills, writeBills } from "@skylane/twin";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fakeConfig } from "../../packages/clouds/src/oci/discover/fake-config.ts";
import { machineClock } from "../../packages/twin/src/world/clock.ts";
import { oracleEstate } from "../support/oracle-estate.ts";

/** Two days of the month are over and billed whole: exports have come, and none of the third day's. */
const NOW = Date.UTC(2026, 10, 3, 5);
const TABLE = "billing.gcp_billing_export_resource_v1_01AB23_456789_CDEF01";
const estate = loadEstate("globalcart");
const accountsOf = (cloud: string): readonly string[] => [
  ...new Set(
    [...estate.networks, ...estate.gateways].flatMap((one) =>
      one.cloud === cloud && one.accountId ? [one.accountId] : [],
    ),
  ),
];

interface Taken extends IngestResult {
  readonly lines: readonly BillLine[];
}

describe("bills that are asked for", { timeout: 60_000 }, () => {
  const oci = fakeConfig();
  const folder = mkdtempSync(join(tmpdir(), "skylane-asked-"));
  const twins: Twin[] = [];
  let written: readonly WrittenBills[] = [];

  const start = async (one: typeof estate): Promise<Twin> => {
    const clock = { nowMs: () => NOW, after: machineClock.after };
    const twin = await startTwin({ estate: one, apiPort: 0, socksPort: 0, seed: 1, clock });
    twins.push(twin);
    await temper(twin, {});
    return twin;
  };
  const temper = (twin: Twin, more: object): Promise<unknown> =>
    fetch(`${twin.apiUrl}/lab/realism`, {
      method: "PUT",
      body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0, ...more }),
    });

  beforeAll(async () => {
    for (const [name, value] of Object.entries({
      AWS_ACCESS_KEY_ID: "SIM",
      AWS_SECRET_ACCESS_KEY: "SIM",
      GOOGLE_OAUTH_ACCESS_TOKEN: "any",
      ...oci.environment,
    }))
      vi.stubEnv(name, value);
    await start(estate);
    await start(oracleEstate);
    written = [
      ...(await writeBills(estate, join(folder, "globalcart"), { days: 2, endMs: NOW })),
      ...(await writeBills(oracleEstate, join(folder, "oracle"), { days: 2, endMs: NOW })),
    ];
  }, 60_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    oci.remove();
    rmSync(folder, { recursive: true });
    await Promise.all(twins.map((twin) => twin.close()));
  });

  /** Takes bills of November of these places, and again. */
  async function take(
    at: string,
    format: BillFormat,
    twin = twins[0],
  ): Promise<Taken & { readonly again: IngestResult }> {
    vi.stubEnv("AWS_ENDPOINT_URL", twin?.apiUrl);
    const endpoints = { gcp: `${twin?.apiUrl}/gcp`, oci: `${twin?.apiUrl}/oci` };
    const roleOf = (accountId: string) => ({ roleArn: `arn:aws:iam::${accountId}:role/skylane-observer` });
    const lines = new Map<string, readonly BillLine[]>();
    const inForce = new Map<string, IngestReport>();
    const run = () =>
      ingestBills(
        {
          reader: billReader(
            [{ id: "s", format, at }],
            (one) => billRules(one).jsonColumns,
            (place, columns) => openPlace(place, columns, { endpoints, roleOf, nowMs: () => NOW }),
          ),
          store: {
            replace: async ({ billingMonth }, own, report) => {
              lines.set(billingMonth, own);
              inForce.set(billingMonth, report);
            },
            taken: async (_, month) => inForce.get(month),
          },
          nowMs: () => NOW,
        },
        { sourceIds: ["s"], sinceMonth: "2026-11", tagNames: new Set(), offers: [], rulesFor: billRules },
      );
    const first = await run();
    return { ...first, lines: [...lines.values()].flat(), again: await run() };
  }
  const billedOf = (lines: readonly BillLine[]): number =>
    moneyNumber(addMoney(ZERO, ...lines.map(({ billed }) => billed)));
  const expectWhole = ({ failures, reports, again }: Awaited<ReturnType<typeof take>>): void => {
    expect(failures).toEqual([]);
    expect(reports.map(({ status, billingMonth }) => [status, billingMonth])).toEqual([["taken", "2026-11"]]);
    expect(reports[0]).toMatchObject({ setAsideCount: 0 });
    expect(reports[0]?.takenCount).toBeGreaterThan(3);
    expect(again.reports.map(({ status }) => status)).toEqual(["unchanged"]);
  };
  const writtenBy = (cloud: string): WrittenBills | undefined => written.find((one) => one.cloud === cloud);

  it("Cost Explorer answers with what the export of the same days comes to, bytes and all, a cent a request", async () => {
    const all = await Promise.all(accountsOf("aws").map((id) => take(`cost-explorer:${id}`, "cost-explorer")));

    for (const one of all) expectWhole(one);
    const lines = all.flatMap((one) => one.lines);
    expect(billedOf(lines)).toBeCloseTo(Number(writtenBy("aws")?.billedUsd), 4);
    expect(billedOf(lines.filter(({ transfer }) => transfer))).toBeCloseTo(Number(writtenBy("aws")?.transferUsd), 4);
    expect(lines.every(({ cloud, subAccountId }) => cloud === "aws" && subAccountId !== undefined)).toBe(true);
    for (const { reports } of all) {
      expect(reports[0]?.readUsd).toBeCloseTo(0.02, 10);
      expect(reports[0]?.deviations).toMatchObject([
        { column: "BilledCost", says: expect.stringContaining("estimate") },
      ]);
    }
  });

  it("BigQuery answers with what the export of the same days comes to", async () => {
    const [project = ""] = accountsOf("gcp");
    const taken = await take(`bigquery:${project}.${TABLE}`, "gcp-billing");

    expectWhole(taken);
    expect(billedOf(taken.lines)).toBeCloseTo(Number(writtenBy("gcp")?.billedUsd), 4);
    expect(billedOf(taken.lines.filter(({ transfer }) => transfer))).toBeCloseTo(
      Number(writtenBy("gcp")?.transferUsd),
      4,
    );
    expect(taken.reports[0]?.readUsd).toBeGreaterThan(0);
  });

  it("Oracle's reports are read from its own namespace, in the home Region, a file a day", async () => {
    const taken = await take("oci://bling/ocid1.tenancy.oc1..ledger/FOCUS Reports", "focus", twins[1]);

    expectWhole(taken);
    expect(billedOf(taken.lines)).toBeCloseTo(Number(writtenBy("oci")?.billedUsd), 4);
  });

  it.each([
    ["ce:GetCostAndUsage", "aws", "cost-explorer", /AccessDenied.*ce:GetCostAndUsage/],
    ["gcp:bigquery.tables.getData", "gcp", "gcp-billing", /bigquery\.tables\.getData.*roles\/bigquery\.dataViewer/],
    ["oci:OBJECT_READ", "oci", "focus", /not authorized.*endorses/],
  ] as const)("where %s is lacking, says what to do", async (denied, cloud, format, says) => {
    const twin = twins[cloud === "oci" ? 1 : 0];
    if (!twin) throw new Error("no twin");
    await temper(twin, { deniedActions: [denied] });
    const at = {
      aws: `cost-explorer:${accountsOf("aws")[0]}`,
      gcp: `bigquery:${accountsOf("gcp")[0]}.${TABLE}`,
      oci: "oci://bling/ocid1.tenancy.oc1..ledger/",
    }[cloud];
    const { failures } = await take(at, format, twin);
    await temper(twin, {});

    expect(failures).toMatchObject([{ says: expect.stringMatching(says) }]);
  });

  it("another tenancy's bucket and another table are not there", async () => {
    const bucket = await take("oci://bling/ocid1.tenancy.oc1..other/", "focus", twins[1]);
    const table = await take(`bigquery:${accountsOf("gcp")[0]}.billing.other`, "gcp-billing");

    expect(bucket.failures).toMatchObject([{ says: expect.stringContaining("BucketNotFound") }]);
    expect(table.failures).toMatchObject([{ says: expect.stringContaining("404") }]);
  });
});
