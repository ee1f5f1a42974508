import { join } from "node:path";
import type { Estate } from "../estate/estate.ts";
import { seededRandom, stoppedClock } from "../world/clock.ts";
import { createWorld } from "../world/world.ts";
import { azureColumns, azureFields } from "./azure-rows.ts";
import { amountOf, type Charge, chargesOf, usdText } from "./charges.ts";
import { monthBounds } from "./csv.ts";
import { awsManifest, azureManifest, type DeliveryFile, openFile, sizeOf, writeManifest } from "./delivery.ts";
import { focusColumns, focusFields } from "./focus-rows.ts";
import { metersOf } from "./meters.ts";
import type { BilledCloud } from "./resources.ts";
import type { BillRow } from "./row.ts";
import { BYTES_OF } from "./tariff.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What was written for one cloud. */
export interface WrittenBills {
  readonly cloud: BilledCloud;
  readonly folder: string;
  /** As a source of bills names it. */
  readonly format: "focus" | "azure-cost";
  readonly months: readonly string[];
  /** Rows that count in the end, over all months. */
  readonly rowCount: number;
  /** What they come to, a decimal of dollars. */
  readonly billedUsd: string;
  /** The part of it that is for bytes. */
  readonly transferUsd: string;
}

export interface BillSpan {
  /** Whole days before the last midnight, 60 at most: there is no older history. */
  readonly days: number;
  readonly endMs: number;
}

/**
 * Bills of an estate as its clouds would lay them down, one folder each: hourly FOCUS of AWS, Google and Oracle, Azure's own cost
 * details by the day. Each month comes twice. AWS and Azure write the month again, with rows that were late and counts that were too
 * low the first time; Google and Oracle add these, and what was wrong as adjustments.
 */
export async function writeBills(
  estate: Estate,
  folder: string,
  { days, endMs }: BillSpan,
): Promise<readonly WrittenBills[]> {
  const world = createWorld(estate, stoppedClock(endMs), seededRandom(1));
  const meters = metersOf(world);
  const toMs = Math.floor(endMs / DAY_MS) * DAY_MS;
  const written: WrittenBills[] = [];
  for (const cloud of ["aws", "azure", "gcp", "oci"] as const) {
    const own = meters.filter((meter) => meter.cloud === cloud);
    if (own.length === 0) continue;
    const periodMs = cloud === "azure" ? DAY_MS : HOUR_MS;
    const charges = chargesOf(own, { fromMs: toMs - days * DAY_MS, toMs, periodMs });
    written.push(await writeCloud(cloud, join(folder, cloud), charges, toMs));
  }
  return written;
}

async function writeCloud(
  cloud: BilledCloud,
  folder: string,
  charges: Iterable<Charge>,
  toMs: number,
): Promise<WrittenBills> {
  const months: string[] = [];
  let [rowCount, billed, transfer] = [0, 0n, 0n];
  let open: OpenMonth | undefined;
  for (const charge of charges) {
    const [startMs] = monthBounds(charge.startMs);
    if (open?.startMs !== startMs) {
      await open?.close();
      open = openMonth(cloud, folder, startMs, toMs);
      months.push(open.month);
    }
    rowCount += await open.add(charge);
    billed += charge.picoUsd;
    if (charge.meter.bytes && charge.meter.sku.category === "Networking") transfer += charge.picoUsd;
  }
  await open?.close();
  return {
    cloud,
    folder,
    format: cloud === "azure" ? "azure-cost" : "focus",
    months,
    rowCount,
    billedUsd: usdText(billed),
    transferUsd: usdText(transfer),
  };
}

interface OpenMonth {
  readonly startMs: number;
  readonly month: string;
  /** Answers how many rows the charge has in what counts in the end. */
  add(charge: Charge): Promise<number>;
  close(): Promise<void>;
}

/** The two deliveries of a month: the first a day before its end, or before that of the span, the second some hours after it. */
function openMonth(cloud: BilledCloud, folder: string, startMs: number, toMs: number): OpenMonth {
  const month = new Date(startMs).toISOString().slice(0, 7);
  const bounds = monthBounds(startMs);
  const lastMs = Math.min(bounds[1], toMs);
  const writtenAtMs = [lastMs - DAY_MS + 6 * HOUR_MS, lastMs + 6 * HOUR_MS];
  const runs = writtenAtMs.map((atMs) => new Date(atMs).toISOString().slice(0, 13).replace(/[-:]/g, ""));
  const columns = cloud === "azure" ? azureColumns : focusColumns(cloud);
  const fieldsOf = (row: BillRow): readonly string[] =>
    cloud === "azure" ? azureFields(row) : focusFields(cloud, row, `${row.kind}-${keyOf(row)}`);
  const [first, second] = runs.map((run, i) => openFile(folder, fileName(cloud, month, bounds, run, i), columns)) as [
    DeliveryFile,
    DeliveryFile,
  ];
  const isAmended = cloud === "gcp" || cloud === "oci";
  return {
    startMs,
    month,
    async add(charge) {
      const row: BillRow = { ...charge, kind: "usage" };
      const early = charge.endMs > lastMs - DAY_MS ? undefined : firstTold(charge);
      if (early) await first.write(fieldsOf({ ...early, kind: "usage" }));
      if (!isAmended || !early) {
        await second.write(fieldsOf(row));
        return 1;
      }
      if (early === charge) return 1;
      const [count, picoUsd] = [charge.count - early.count, charge.picoUsd - early.picoUsd];
      await second.write(fieldsOf({ ...charge, count, picoUsd, kind: "adjustment" }));
      return 2;
    },
    async close() {
      for (const [i, file] of [first, second].entries()) {
        const [run = "", atMs = 0] = [runs[i], writtenAtMs[i]];
        await file.close(atMs);
        if (cloud === "aws") writeManifest(folder, awsManifest(file.name, run, month), atMs);
        if (cloud === "azure")
          writeManifest(folder, azureManifest(file.name, run, bounds, sizeOf(folder, file.name)), atMs);
      }
    },
  };
}

function fileName(
  cloud: BilledCloud,
  month: string,
  [startMs, endMs]: readonly [number, number],
  run: string,
  i: number,
): string {
  const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10).replaceAll("-", "");
  switch (cloud) {
    case "aws":
      return `data/BILLING_PERIOD=${month}/${run}/skylane-focus-00001.csv.gz`;
    case "azure":
      return `actual/${day(startMs)}-${day(endMs - 1)}/${run}/part_0_0001.csv.gz`;
    case "gcp":
      return `${month}/focus-${String(i).padStart(12, "0")}.csv.gz`;
    case "oci":
      return `${month}/000000000${i + 1}-00001.csv.gz`;
  }
}

/** What is told of a charge at first: of some nothing, of some of the bytes too few. */
function firstTold(charge: Charge): Charge | undefined {
  const chance = hashOf(keyOf(charge)) % 1_000;
  if (chance < LATE_PER_THOUSAND) return undefined;
  const { meter, count, nanoUsdPerUnit } = charge;
  if (!meter.bytes || meter.sku.unit === "Hours" || chance >= LATE_PER_THOUSAND + LOW_PER_THOUSAND) return charge;
  const low = Math.floor(count * 0.9);
  return { ...charge, count: low, picoUsd: amountOf(low, nanoUsdPerUnit, BYTES_OF[meter.sku.unit]) };
}

const LATE_PER_THOUSAND = 10;
const LOW_PER_THOUSAND = 5;

const keyOf = ({ meter, startMs, nanoUsdPerUnit }: Charge): string =>
  `${meter.resource.id}|${meter.sku.meter}|${startMs}|${nanoUsdPerUnit}`;

function hashOf(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
  return (sum ^ (sum >>> 15)) >>> 0;
}
