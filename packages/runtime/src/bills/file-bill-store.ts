import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BillDelivery, type BillLine, type BillStore, coreError, IngestReport, OnDemandBill } from "@skylane/core";
import * as z from "zod";

const Kept = z.looseObject({
  delivery: BillDelivery,
  report: IngestReport,
  lines: z.array(z.looseObject({})),
  onDemand: OnDemandBill.optional(),
});
interface KeptBill {
  readonly report: IngestReport;
  readonly lines: readonly BillLine[];
  readonly onDemand: OnDemandBill | undefined;
}
const AMOUNTS = new Set(["billed", "effective", "list", "contracted"]);

/** Bills as they were taken, in a folder of this machine: a file for each source and month, replaced whole or not at all. */
export function fileBillStore(folder: string): BillStore {
  const fileOf = (source: string, month: string): string =>
    join(folder, `${source.replaceAll(/[^\w.-]/g, "_")}.${month}.json`);
  const read = async (file: string): Promise<KeptBill | undefined> => {
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
    const kept = Kept.safeParse(JSON.parse(text));
    if (!kept.success)
      throw coreError("ERR_BILL_UNREADABLE", `${file} is no bill that was taken; remove it and take the bill again`, {
        file,
      });
    const { report, lines, onDemand } = kept.data;
    return { report, lines: lines.map(lineOf), onDemand };
  };
  const all = async (isWanted: (month: string) => boolean) => {
    const names = await readdir(folder).catch(() => []);
    const wanted = names.filter((name) => isWanted(/\.(\d{4}-\d{2})\.json$/.exec(name)?.[1] ?? ""));
    return (await Promise.all(wanted.sort().map((name) => read(join(folder, name))))).flatMap((one) => one ?? []);
  };
  return {
    async replace(delivery, lines, report, onDemand) {
      await mkdir(folder, { recursive: true });
      const file = fileOf(delivery.source, delivery.billingMonth);
      const text = JSON.stringify({ delivery, report, lines, onDemand }, (_, value) =>
        typeof value === "bigint" ? value.toString() : value,
      );
      await writeFile(`${file}.new`, text);
      await rename(`${file}.new`, file);
    },
    taken: async (source, month) => (await read(fileOf(source, month)))?.report,
    reports: async (since) => (await all((month) => month !== "" && month >= since)).map(({ report }) => report),
    lines: async (month) => (await all((one) => one === month)).flatMap(({ lines }) => lines),
    async onDemand(month) {
      const bills = await all((one) => one === month);
      const known = bills.flatMap(({ onDemand }) => onDemand ?? []);
      return known.length === bills.length ? known : undefined;
    },
  };
}

/** Written by this store alone, in the same shape; only amounts are texts there. */
const lineOf = (kept: Readonly<Record<string, unknown>>): BillLine =>
  Object.fromEntries(
    Object.entries(kept).map(([name, value]) => [name, AMOUNTS.has(name) ? BigInt(String(value)) : value]),
  ) as unknown as BillLine;
