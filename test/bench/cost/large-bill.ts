import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { focusColumnNames } from "@skylane/core";
import { seededRandom } from "../../support/seeded-random.ts";

const CLOUDS = [
  { provider: "AWS", service: "Amazon Elastic Compute Cloud", regions: ["us-east-1", "eu-west-1", "ap-southeast-1"] },
  { provider: "Microsoft", service: "Virtual Machines", regions: ["eastus", "westeurope"] },
  { provider: "Google Cloud", service: "Compute Engine", regions: ["us-central1", "europe-west1"] },
  { provider: "Oracle", service: "Compute", regions: ["us-ashburn-1"] },
];
const CATEGORIES = ["Compute", "Storage", "Networking", "Databases"];
const TEAMS = ["shop", "data", "search", "payments", "platform"];
const LINES_PER_WRITE = 2_000;

/** Writes a month of hourly rows of FOCUS 1.2: all columns, the values of a seed, one row in ten thousand broken. Answers how many bytes. */
export async function writeLargeBill(
  file: string,
  rowCount: number,
  resourceCount: number,
  seed: number,
): Promise<number> {
  const random = seededRandom(seed);
  const out = createWriteStream(file);
  let lines = [focusColumnNames.join(",")];
  for (let i = 0; i < rowCount; i += 1) {
    lines.push(rowOf(i, Math.floor(random() * resourceCount), random));
    if (lines.length < LINES_PER_WRITE) continue;
    if (!out.write(`${lines.join("\n")}\n`)) await once(out, "drain");
    lines = [];
  }
  out.end(lines.length > 0 ? `${lines.join("\n")}\n` : "");
  await finished(out);
  return out.bytesWritten;
}

function rowOf(i: number, resource: number, random: () => number): string {
  const cloud = CLOUDS[resource % CLOUDS.length] ?? CLOUDS[0];
  const hour = i % 720;
  const startMs = Date.UTC(2026, 10, 1) + hour * 3_600_000;
  const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const billed = (random() * 0.4).toFixed(10);
  const values: Readonly<Record<string, string>> = {
    BilledCost: i % 10_000 === 9_999 ? "n/a" : billed,
    BillingAccountId: "123456789012",
    BillingAccountName: "GlobalCart",
    BillingCurrency: "USD",
    BillingPeriodEnd: "2026-12-01T00:00:00Z",
    BillingPeriodStart: "2026-11-01T00:00:00Z",
    ChargeCategory: "Usage",
    ChargeDescription: `"$0.0416 per On Demand hour, instance ${resource}"`,
    ChargeFrequency: "Usage-Based",
    ChargePeriodEnd: at(startMs + 3_600_000),
    ChargePeriodStart: at(startMs),
    ConsumedQuantity: "1",
    ConsumedUnit: "Hours",
    ContractedCost: billed,
    EffectiveCost: billed,
    InvoiceIssuerName: cloud?.provider ?? "",
    ListCost: billed,
    ListUnitPrice: "0.0416",
    PricingCategory: "Standard",
    PricingQuantity: "1",
    PricingUnit: "Hours",
    ProviderName: cloud?.provider ?? "",
    PublisherName: cloud?.provider ?? "",
    RegionId: cloud?.regions[resource % cloud.regions.length] ?? "",
    ResourceId: `arn:aws:ec2:us-east-1:123456789012:instance/i-${resource.toString(16).padStart(17, "0")}`,
    ResourceType: "instance",
    ServiceCategory: CATEGORIES[resource % CATEGORIES.length] ?? "",
    ServiceName: cloud?.service ?? "",
    SkuId: `SKU${resource % 400}`,
    SubAccountId: `21098765${String(resource % 97).padStart(4, "0")}`,
    Tags: `"{""team"":""${TEAMS[resource % TEAMS.length]}"",""name"":""vm-${resource % 300}""}"`,
  };
  return focusColumnNames.map((name) => values[name] ?? "").join(",");
}
