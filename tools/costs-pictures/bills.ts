import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DAY_MS = 86_400_000;
const HEADER =
  "BilledCost,EffectiveCost,ListCost,ContractedCost,BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,ServiceCategory,PricingCategory,ConsumedQuantity,ConsumedUnit,ResourceId,RegionId,SkuMeter,Tags";

/** What one capability pays a day for one service of a cloud. */
interface Row {
  readonly cloud: "aws" | "azure" | "gcp";
  readonly service: string;
  readonly category: string;
  readonly region: string;
  readonly usd: number;
  readonly capability?: string;
  readonly team?: string;
  readonly to?: string;
  readonly gb?: number;
  readonly meter?: string;
  /** Grows by so much a day. */
  readonly growth?: number;
  /** Sleeps at weekends as far as that. */
  readonly weekend?: number;
}

const PROVIDERS = { aws: "AWS", azure: "Microsoft", gcp: "Google Cloud" } as const;
const ACCOUNTS = { aws: "111122223333", azure: "7d3c8f10-5b2e", gcp: "globalcart-prod" } as const;
const web = { capability: "web-application", team: "storefront" } as const;
const checkout = { capability: "checkout", team: "payments" } as const;
const data = { capability: "data-intelligence", team: "data-platform" } as const;
const workers = { capability: "background-workers", team: "storefront" } as const;

const ROWS: readonly Row[] = [
  { cloud: "aws", service: "Amazon EC2", category: "Compute", region: "us-east-1", usd: 182, ...web, weekend: 0.86 },
  { cloud: "aws", service: "Amazon RDS", category: "Databases", region: "us-east-1", usd: 94, ...web },
  {
    cloud: "aws",
    service: "Amazon EC2",
    category: "Compute",
    region: "us-west-2",
    usd: 121,
    ...checkout,
    weekend: 0.9,
  },
  { cloud: "aws", service: "Amazon DynamoDB", category: "Databases", region: "us-west-2", usd: 48, ...checkout },
  {
    cloud: "azure",
    service: "Virtual Machines",
    category: "Compute",
    region: "eastus",
    usd: 88,
    ...workers,
    weekend: 0.4,
  },
  { cloud: "azure", service: "Storage", category: "Storage", region: "westeurope", usd: 61, ...data, growth: 0.004 },
  { cloud: "gcp", service: "BigQuery", category: "Analytics", region: "us-central1", usd: 143, ...data, weekend: 0.55 },
  {
    cloud: "gcp",
    service: "Compute Engine",
    category: "Compute",
    region: "europe-west1",
    usd: 79,
    ...data,
    growth: 0.006,
  },
  {
    cloud: "aws",
    service: "AWS Direct Connect",
    category: "Networking",
    region: "us-east-1",
    usd: 54,
    team: "network",
  },
  { cloud: "azure", service: "ExpressRoute", category: "Networking", region: "eastus", usd: 42, team: "network" },
  { cloud: "aws", service: "Amazon CloudWatch", category: "Management and Governance", region: "us-east-1", usd: 17 },
  {
    cloud: "aws",
    service: "AWS Data Transfer",
    category: "Networking",
    region: "us-east-1",
    usd: 84,
    gb: 921,
    meter: "USE1-DataTransfer-Out-Bytes",
  },
  {
    cloud: "aws",
    service: "AWS Data Transfer",
    category: "Networking",
    region: "eu-west-1",
    usd: 127,
    gb: 1_392,
    meter: "EUW1-DataTransfer-Out-Bytes",
  },
  {
    cloud: "aws",
    service: "Amazon VPC",
    category: "Networking",
    region: "us-east-1",
    usd: 31,
    ...web,
    to: "azure",
    gb: 344,
  },
  {
    cloud: "aws",
    service: "Amazon VPC",
    category: "Networking",
    region: "us-east-1",
    usd: 22,
    ...checkout,
    to: "gcp",
    gb: 244,
  },
  {
    cloud: "azure",
    service: "Bandwidth",
    category: "Networking",
    region: "westeurope",
    usd: 13,
    ...data,
    to: "gcp",
    gb: 160,
  },
  {
    cloud: "gcp",
    service: "Networking",
    category: "Networking",
    region: "us-central1",
    usd: 9,
    ...data,
    to: "aws",
    gb: 78,
  },
];

/** Writes bills of this month and the three before it, up to yesterday; a few rows of the newest are broken. */
export function writeBills(folder: string, nowMs: number, random: () => number): void {
  const today = Math.floor(nowMs / DAY_MS);
  const now = new Date(nowMs);
  for (const cloud of ["aws", "azure", "gcp"] as const) {
    mkdirSync(join(folder, cloud), { recursive: true });
    for (let back = 3; back >= 0; back -= 1) {
      const start = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
      const end = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back + 1, 1);
      const month = new Date(start).toISOString().slice(0, 7);
      const lines: string[] = [];
      for (let day = start / DAY_MS; day < Math.min(today, end / DAY_MS); day += 1)
        for (const row of ROWS) if (row.cloud === cloud) lines.push(lineOf(row, day, today, start, end, random));
      if (back === 0 && cloud === "azure")
        lines.push(lines[0] ?? "", (lines[1] ?? "").replace(/^[^,]*/, "12,50"), "cut off,");
      writeFileSync(join(folder, cloud, `${month}.csv`), `${[HEADER, ...lines].join("\n")}\n`);
    }
  }
}

function lineOf(row: Row, day: number, today: number, start: number, end: number, random: () => number): string {
  const {
    cloud,
    service,
    category,
    region,
    usd,
    capability,
    team,
    to,
    gb,
    meter = "",
    growth = 0.0012,
    weekend = 1,
  } = row;
  const isWeekend = [0, 6].includes(new Date(day * DAY_MS).getUTCDay());
  // the queries of one week that nobody had asked for
  const runaway = service === "BigQuery" && day >= today - 8 && day < today - 5 ? 2.4 : 1;
  const times = (1 + growth) ** (day - today) * (isWeekend ? weekend : 1) * runaway * (0.95 + random() * 0.1);
  const cost = (usd * times).toFixed(6);
  const tags = JSON.stringify({ ...(capability && { capability }), ...(team && { team }), ...(to && { to }) });
  const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return [
    ...[
      cost,
      cost,
      cost,
      cost,
      ACCOUNTS[cloud],
      "USD",
      at(start),
      at(end),
      "Usage",
      at(day * DAY_MS),
      at((day + 1) * DAY_MS),
    ],
    ...[PROVIDERS[cloud], service, category, "Standard", gb ? (gb * times).toFixed(3) : "24", gb ? "GB" : "Hours"],
    ...[
      `${service.toLowerCase().replaceAll(/\W+/g, "-")}-${capability ?? "shared"}`,
      region,
      meter,
      `"${tags.replaceAll('"', '""')}"`,
    ],
  ].join(",");
}

/** What `costs:` of the configuration says of these bills. */
export const costsSection = (folder: string) => ({
  bills: (["aws", "azure", "gcp"] as const).map((cloud) => ({
    id: `${cloud}-main`,
    cloud,
    format: "focus",
    at: `file:${join(folder, cloud)}`,
  })),
  scopes: [
    ...["web-application", "checkout", "data-intelligence", "background-workers"].map((id) => ({
      kind: "capability",
      id,
      match: [{ tags: { capability: id } }],
    })),
    ...["storefront", "payments", "data-platform", "network"].map((id) => ({
      kind: "team",
      id,
      match: [{ tags: { team: id } }],
    })),
  ],
  shared: [
    {
      kind: "capability",
      match: [{ serviceName: "AWS Direct Connect" }, { serviceName: "ExpressRoute" }],
      by: "cost",
    },
  ],
  transfers: (
    [
      ["aws", "us-east-1", "azure"],
      ["aws", "us-east-1", "gcp"],
      ["azure", "westeurope", "gcp"],
      ["gcp", "us-central1", "aws"],
    ] as const
  ).map(([cloud, regionId, to]) => ({
    match: [{ cloud, tags: { to } }],
    from: { cloud, regionId },
    to: { cloud: to },
  })),
  budgets: [
    { id: "whole-estate", scope: { kind: "all", id: "all" }, monthlyUsd: 40_000 },
    { id: "data", scope: { kind: "capability", id: "data-intelligence" }, monthlyUsd: 8_400 },
    { id: "web", scope: { kind: "capability", id: "web-application" }, monthlyUsd: 10_500 },
    { id: "workers", scope: { kind: "capability", id: "background-workers" }, monthlyUsd: 1_400 },
  ],
  savings: {
    faultTolerant: [{ tags: { capability: "background-workers" } }],
    offers: [{ id: "compute-one-year", match: [{ serviceName: "Amazon EC2" }], discountRatio: 0.28, termMonths: 12 }],
  },
});
