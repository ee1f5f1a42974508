import { createWriteStream, existsSync, mkdirSync, openSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { csvLine, moment } from "./csv.ts";

/** A file of a delivery while it is written. */
export interface DeliveryFile {
  /** Its place below the cloud's folder. */
  readonly name: string;
  write(fields: readonly string[]): Promise<void> | undefined;
  /** @param atMs when its cloud wrote it */
  close(atMs: number): Promise<void>;
}

/** CSV packed with gzip, with its header. @throws the file system's errors, at once where it cannot be made */
export function openFile(folder: string, name: string, columns: readonly string[]): DeliveryFile {
  const path = join(folder, name);
  makeFolder(dirname(path));
  const packed = createGzip();
  const written = pipeline(packed, createWriteStream(path, { fd: openSync(path, "w") }));
  // it is told where it is awaited: at the next write that waits, or at the end
  written.catch(() => undefined);
  packed.write(csvLine(columns));
  return {
    name,
    write(fields) {
      if (packed.write(csvLine(fields))) return undefined;
      return Promise.race([written, new Promise<void>((resolve) => void packed.once("drain", resolve))]);
    },
    async close(atMs) {
      packed.end();
      await written;
      utimesSync(path, new Date(atMs), new Date(atMs));
    },
  };
}

/** Folder by folder: where a file system lets none be made, as /proc, Node's own `recursive` never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** What AWS's data exports write beside the files of a run. */
export const awsManifest = (file: string, run: string, month: string) => ({
  name: `metadata/BILLING_PERIOD=${month}/${run}/skylane-focus-Manifest.json`,
  content: {
    executionId: run,
    dataFiles: [`s3://globalcart-bills/focus/skylane-focus/${file}`],
    contentType: "text/csv",
    compression: "GZIP",
  },
});

/** What Azure's exports write beside the files of a run. */
export const azureManifest = (
  file: string,
  run: string,
  [startMs, endMs]: readonly [number, number],
  bytes: number,
) => ({
  name: file.replace(/[^/]+$/, "manifest.json"),
  content: {
    manifestVersion: "2024-04-01",
    byteCount: bytes,
    blobCount: 1,
    runInfo: { executionType: "Scheduled", runId: run, startDate: moment(startMs), endDate: moment(endMs - 1_000) },
    blobs: [{ blobName: `exports/actual/${file}`, byteCount: bytes }],
  },
});

export function writeManifest(
  folder: string,
  { name, content }: { name: string; content: object },
  atMs: number,
): void {
  const path = join(folder, name);
  makeFolder(dirname(path));
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  utimesSync(path, new Date(atMs), new Date(atMs));
}

export const sizeOf = (folder: string, name: string): number => statSync(join(folder, name)).size;
