import { createHash } from "node:crypto";
import { type BillDelivery, BillingMonth, oneLine } from "@skylane/core";
import type { BillFile } from "./folders/bill-folder.ts";
import type { Manifest } from "./manifests.ts";

export type DeliverySource = Pick<BillDelivery, "source" | "cloud" | "format">;

const DATA = /\.(csv|csv\.gz|jsonl|json\.gz|jsonl\.gz|ndjson|parquet)$/i;
export const isManifest = (name: string): boolean => /manifest\.json$/i.test(name);

/**
 * The deliveries among the files of a folder. Where there are manifests, each is one, and what it names must be there; files that
 * none of them names belong to no delivery. Where there are none, the files of a month are one delivery: nobody says what lacks.
 * The month is that of the manifest, of the path (`BILLING_PERIOD=2026-11`, `20261101-20261201`, `2026-11`, Oracle's `2026/11/21/`), or the one given.
 */
export function findDeliveries(
  files: readonly BillFile[],
  manifests: ReadonlyMap<string, Manifest>,
  source: DeliverySource,
  givenMonth: string | undefined,
): readonly BillDelivery[] {
  const found =
    manifests.size > 0
      ? [...manifests].map(([at, manifest]) => byManifest(files, at, manifest, givenMonth))
      : byMonth(files, givenMonth);
  return found
    .flatMap(({ month, runId, files: own, lacks, writtenAtMs }) =>
      month === undefined || (own.length === 0 && lacks === undefined)
        ? []
        : [
            {
              id: `${source.source}/${month}/${runId}`.slice(0, 400),
              ...source,
              billingMonth: month,
              files: own.map(({ name, version, bytes }) => ({ name, version, bytes })),
              writtenAtMs,
              ...(lacks !== undefined && { lacks }),
            },
          ],
    )
    .sort((a, b) => b.writtenAtMs - a.writtenAtMs);
}

interface Found {
  readonly month: string | undefined;
  readonly runId: string;
  readonly files: readonly BillFile[];
  readonly lacks?: string;
  readonly writtenAtMs: number;
}

function byManifest(files: readonly BillFile[], at: string, manifest: Manifest, given: string | undefined): Found {
  const own = files.find(({ name }) => name === at);
  const named = manifest.files.map((wanted) => ({
    wanted,
    // a manifest names files from the root of the bucket, a folder may begin further down
    file: files.find(({ name }) => wanted.name === name || wanted.name.endsWith(`/${name}`)),
  }));
  const lacking = named.filter(
    ({ wanted, file }) => !file || (wanted.bytes !== undefined && wanted.bytes !== file.bytes),
  );
  const there = named.flatMap(({ file }) => (file ? [file] : []));
  return {
    month: manifest.month ?? monthIn(at) ?? given,
    runId: runIdOf(manifest.runId ?? "", there),
    files: there,
    ...(lacking.length > 0 && {
      lacks: oneLine(
        `${lacking.length} of ${named.length} files: ${lacking.map(({ wanted }) => wanted.name).join(", ")}`,
        400,
      ),
    }),
    writtenAtMs: Math.max(own?.writtenAtMs ?? 0, ...there.map(({ writtenAtMs }) => writtenAtMs)),
  };
}

const byMonth = (files: readonly BillFile[], given: string | undefined): readonly Found[] =>
  [
    ...Map.groupBy(
      // a file that is alone was meant, whatever it is called
      files.filter(({ name }) => files.length === 1 || DATA.test(name)),
      ({ name }) => monthIn(name) ?? given,
    ),
  ].map(([month, own]) => ({
    month,
    runId: runIdOf("", own),
    files: own.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    writtenAtMs: Math.max(...own.map(({ writtenAtMs }) => writtenAtMs)),
  }));

/** A run that is written again has other files: who it is and what it has, together. */
function runIdOf(runId: string, files: readonly BillFile[]): string {
  const hash = createHash("sha256");
  for (const { name, version } of files) hash.update(`${name}\0${version}\0`);
  return `${runId === "" ? "" : `${runId}-`}${hash.digest("hex").slice(0, 16)}`;
}

const FORMS = [
  /(?:^|[^\d])(\d{4})-(\d{2})(?!\d)/,
  /(?:^|[^\d])(\d{4})(\d{2})01-\d{8}/,
  /(?:^|\/)(\d{4})\/(\d{2})\/\d{2}\//,
];

function monthIn(path: string): string | undefined {
  for (const form of FORMS) {
    const [, year, month] = form.exec(path) ?? [];
    const read = BillingMonth.safeParse(`${year}-${month}`);
    if (read.success) return read.data;
  }
  return undefined;
}
