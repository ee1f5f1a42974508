import { type BillDelivery, type BillFormat, type BillReader, type CloudId, coreError } from "@skylane/core";
import { filePages } from "./file-pages.ts";
import { findDeliveries, isManifest } from "./find-deliveries.ts";
import type { BillFolder } from "./folders/bill-folder.ts";
import { openFolder } from "./folders/open-folder.ts";
import { type Manifest, readManifest } from "./manifests.ts";

/** A source of bills, as the configuration names it. */
export interface BillSource {
  readonly id: string;
  readonly cloud?: CloudId | undefined;
  readonly format: BillFormat;
  readonly at: string;
  /** Of files whose path does not say it. */
  readonly month?: string | undefined;
}

const MAX_MANIFEST_BYTES = 8 << 20;

/** Reads bills where clouds laid them down. `jsonColumnsOf` says the columns of formats that are also written as JSON. */
export function billReader(
  sources: readonly BillSource[],
  jsonColumnsOf: (format: BillFormat) => readonly string[] | undefined,
  open: (at: string) => Promise<BillFolder> = (at) => openFolder(at),
): BillReader {
  const folders = new Map<string, Promise<BillFolder>>();
  const sourceOf = (id: string): BillSource => {
    const source = sources.find((one) => one.id === id);
    if (source) return source;
    throw coreError(
      "ERR_BILL_UNREADABLE",
      `there is no source of bills "${id}"; there are ${sources.map((one) => one.id).join(", ")}`,
      { id },
    );
  };
  const folderOf = ({ id, at }: BillSource): Promise<BillFolder> => {
    const folder = folders.get(id) ?? open(at);
    folders.set(id, folder);
    return folder;
  };
  return {
    async deliveries(sourceId, sinceMonth) {
      const source = sourceOf(sourceId);
      const folder = await folderOf(source);
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
      const folder = await folderOf(source);
      yield* filePages(fileName, folder.read(fileName), jsonColumnsOf(delivery.format));
    },
  };
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts = await Array.fromAsync(bytes);
  return Buffer.concat(parts).toString("utf8");
}
