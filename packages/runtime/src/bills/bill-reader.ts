import {
  type BillDelivery,
  type BillFormat,
  type BillingMonth,
  type BillReader,
  type CloudId,
  coreError,
} from "@skylane/core";
import { filePages } from "./file-pages.ts";
import { findDeliveries, isManifest } from "./find-deliveries.ts";
import type { BillFolder } from "./folders/bill-folder.ts";
import { type Manifest, readManifest } from "./manifests.ts";
import { openPlace } from "./open-place.ts";
import type { BillTable } from "./tables/bill-table.ts";

/** A source of bills, as the configuration names it. */
export interface BillSource {
  readonly id: string;
  readonly cloud?: CloudId | undefined;
  readonly format: BillFormat;
  readonly at: string;
  /** Of files whose path does not say it; of a table, the only one that is read. */
  readonly month?: string | undefined;
}

const MAX_MANIFEST_BYTES = 8 << 20;

/** Reads bills where clouds laid them down. `jsonColumnsOf` says the columns of formats that are also written as JSON. */
export function billReader(
  sources: readonly BillSource[],
  jsonColumnsOf: (format: BillFormat) => readonly string[] | undefined,
  open: (at: string, columns: readonly string[]) => Promise<BillFolder | BillTable> = (at, columns) =>
    openPlace(at, columns, { nowMs: Date.now }),
): BillReader {
  const places = new Map<string, Promise<BillFolder | BillTable>>();
  const sourceOf = (id: string): BillSource => {
    const source = sources.find((one) => one.id === id);
    if (source) return source;
    throw coreError(
      "ERR_BILL_UNREADABLE",
      `there is no source of bills "${id}"; there are ${sources.map((one) => one.id).join(", ")}`,
      { id },
    );
  };
  const placeOf = ({ id, at, format }: BillSource): Promise<BillFolder | BillTable> => {
    const known = places.get(id);
    if (known) return known;
    const place = open(at, jsonColumnsOf(format) ?? []);
    places.set(id, place);
    place.catch(() => places.delete(id));
    return place;
  };
  return {
    async deliveries(sourceId, sinceMonth) {
      const source = sourceOf(sourceId);
      const folder = await placeOf(source);
      if ("months" in folder) return await monthsOf(folder, source, sinceMonth);
      const files = await folder.list();
      const manifests = new Map<string, Manifest>();
      for (const { name, bytes } of files) {
        if (!isManifest(name) || bytes > MAX_MANIFEST_BYTES) continue;
        const manifest = readManifest(await textOf(folder.read(name)));
        if (manifest) manifests.set(name, manifest);
      }
      const { id, cloud, format, month } = source;
      return findDeliveries(files, manifests, { source: id, cloud, format }, month).filter(
        ({ billingMonth }) => billingMonth >= sinceMonth,
      );
    },
    async *rows(delivery: BillDelivery, fileName: string) {
      const source = sourceOf(delivery.source);
      const folder = await placeOf(source);
      if ("months" in folder) yield* folder.rows(delivery.billingMonth);
      else yield* filePages(fileName, folder.read(fileName), jsonColumnsOf(delivery.format));
    },
  };
}

/** Each month of a table is a delivery: there are no files, and what is asked for is there. */
async function monthsOf(
  table: BillTable,
  { id, cloud, format, month: only }: BillSource,
  sinceMonth: BillingMonth,
): Promise<readonly BillDelivery[]> {
  const all = await table.months(only ?? sinceMonth);
  return all
    .filter(({ month }) => (only === undefined ? month >= sinceMonth : month === only))
    .map(({ month, version, writtenAtMs }) => ({
      id: `${id}/${month}/${version}`,
      source: id,
      cloud,
      format,
      billingMonth: month,
      files: [{ name: month, version, bytes: 0 }],
      writtenAtMs,
    }))
    .toSorted((a, b) => b.writtenAtMs - a.writtenAtMs || (a.billingMonth < b.billingMonth ? 1 : -1));
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts = await Array.fromAsync(bytes);
  return Buffer.concat(parts).toString("utf8");
}
