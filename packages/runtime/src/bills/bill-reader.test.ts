import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { S3Client } from "@aws-sdk/client-s3";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BillSource, billReader } from "./bill-reader.ts";
import type { BillFolder } from "./folders/bill-folder.ts";
import { s3Folder } from "./folders/s3-folder.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bills-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function lay(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}
const CSV = "A,B\n1,2\n3,4\n";
const readerAt = (at: string, more: Partial<BillSource> = {}, open?: (at: string) => Promise<BillFolder>) =>
  billReader(
    [{ id: "s", format: "focus", at, ...more }],
    (format) => (format === "gcp-billing" ? ["cost", "labels"] : undefined),
    open,
  );
const found = (more: Partial<BillSource> = {}, since = "2000-01") =>
  readerAt(`file:${folder}`, more).deliveries("s", since);
async function fieldsOf(name: string, more: Partial<BillSource> = {}, at = `file:${folder}`) {
  const reader = readerAt(at, { month: "2026-11", ...more });
  const [delivery] = await reader.deliveries("s", "2000-01");
  if (!delivery) throw new Error("no delivery");
  const pages = await Array.fromAsync(reader.rows(delivery, name));
  return pages.flatMap(({ rows }) => rows.map(({ fields, fault }) => fault ?? fields));
}

describe("runtime/bills/bill-reader", () => {
  it("a data export is complete when every file that its manifest names is there", async () => {
    const at = "daily/data/BILLING_PERIOD=2026-11/daily-00001.csv.gz";
    const manifest = {
      dataFiles: [`s3://bucket/costs/${at}`, "s3://bucket/costs/daily/data/BILLING_PERIOD=2026-11/daily-00002.csv.gz"],
      executionId: "e-1",
    };
    await lay({
      [at]: gzipSync(CSV),
      "daily/metadata/BILLING_PERIOD=2026-11/daily-Manifest.json": JSON.stringify(manifest),
    });
    const before = await found();
    await lay({ "daily/data/BILLING_PERIOD=2026-11/daily-00002.csv.gz": gzipSync(CSV) });
    const after = await found();

    expect(before).toMatchObject([{ billingMonth: "2026-11", lacks: expect.stringContaining("daily-00002.csv.gz") }]);
    expect(after).toMatchObject([{ files: [{ name: at }, {}] }]);
    expect(after[0]).not.toHaveProperty("lacks");
    expect(after[0]?.id).toMatch(/^s\/2026-11\/e-1-[0-9a-f]{16}$/);
  });

  it("a legacy report names its month and its run", async () => {
    const at = "cur/20261101-20261201/run-1/cur-1.csv.gz";
    await lay({
      [at]: gzipSync(CSV),
      "cur/20261101-20261201/cur-Manifest.json": JSON.stringify({
        assemblyId: "run-1",
        billingPeriod: { start: "20261101T000000.000Z" },
        reportKeys: [`prefix/${at}`],
      }),
    });

    expect(await found()).toMatchObject([{ billingMonth: "2026-11", files: [{ name: at }] }]);
  });

  it("a file of Azure's that is shorter than its manifest says is not there yet", async () => {
    const manifest = (bytes: number) =>
      JSON.stringify({
        blobs: [{ blobName: "exp/run/part0.csv", byteCount: bytes }],
        runInfo: { runId: "r", startDate: "2026-11-01T00:00:00" },
      });
    await lay({ "run/part0.csv": CSV, "run/manifest.json": manifest(CSV.length + 1) });
    const short = await found();
    await lay({ "run/manifest.json": manifest(CSV.length) });

    expect(short).toMatchObject([{ lacks: expect.stringContaining("part0.csv") }]);
    expect((await found())[0]).not.toHaveProperty("lacks");
  });

  it("without manifests the files of a month are its delivery, and another content is another delivery", async () => {
    await lay({
      "2026-10/a.csv": CSV,
      "2026-11/a.csv": CSV,
      "2026-11/b.csv": CSV,
      "readme.txt": "x",
      "undated.csv": CSV,
    });
    const before = await found();
    await lay({ "2026-11/b.csv": `${CSV}5,6\n` });
    const after = await found();

    expect(before.map(({ billingMonth, files }) => [billingMonth, files.length]).toSorted()).toEqual([
      ["2026-10", 1],
      ["2026-11", 2],
    ]);
    expect(await found({}, "2026-11")).toHaveLength(1);
    const idOf = (all: typeof before) => all.find(({ billingMonth }) => billingMonth === "2026-11")?.id;
    expect(idOf(after)).not.toBe(idOf(before));
    expect(idOf(await found())).toBe(idOf(after));
  });

  it("files in Oracle's folders of days make one delivery a month", async () => {
    await lay({
      "FOCUS Reports/2026/10/31/0000000001-00001.csv.gz": gzipSync(CSV),
      "FOCUS Reports/2026/11/01/0000000002-00001.csv.gz": gzipSync(CSV),
      "FOCUS Reports/2026/11/21/0000000003-00001.csv.gz": gzipSync(CSV),
      "FOCUS Reports/2026/11/21/0000000003-00002.csv.gz": gzipSync(CSV),
      "FOCUS Reports/2026/13/21/0000000004-00001.csv.gz": gzipSync(CSV),
    });
    const all = await found();

    expect(all.map(({ billingMonth, files }) => [billingMonth, files.length]).toSorted()).toEqual([
      ["2026-10", 1],
      ["2026-11", 3],
    ]);
    expect(await readerAt(`file:${folder}/FOCUS Reports`).deliveries("s", "2000-01")).toHaveLength(2);
  });

  it("reads CSV, packed CSV, lines of JSON and Parquet", async () => {
    const parquet = parquetWriteBuffer({
      columnData: [
        { name: "A", data: ["1", null], type: "STRING" },
        { name: "B", data: [2.5, 4], type: "DOUBLE" },
      ],
    });
    await lay({
      "1.csv": CSV,
      "2.csv.gz": gzipSync(CSV),
      "3.jsonl": '{"cost":1.5,"labels":[{"key":"a"}],"__proto__":1}\n[]\n{broken\n\n{"labels":null}\n',
      "4.parquet": new Uint8Array(parquet),
    });
    const rows = [
      ["1", "2"],
      ["3", "4"],
    ];

    expect(await fieldsOf("1.csv")).toEqual(rows);
    expect(await fieldsOf("2.csv.gz")).toEqual(rows);
    expect(await fieldsOf("3.jsonl", { format: "gcp-billing" })).toEqual([
      ["1.5", '[{"key":"a"}]'],
      "is no JSON object",
      "is no JSON object",
      ["", ""],
    ]);
    expect(await fieldsOf("4.parquet")).toEqual([
      ["1", "2.5"],
      ["", "4"],
    ]);
  });

  it("one file is a bill, whatever it is called", async () => {
    await lay({ bill: CSV, "other.csv": "X\n1\n" });

    expect(await fieldsOf("bill", {}, `file:${join(folder, "bill")}`)).toHaveLength(2);
  });

  it.each([
    ["cut.csv.gz", gzipSync(CSV).subarray(0, 20), "unpacked"],
    ["not.csv.gz", CSV, "unpacked"],
    ["not.parquet", CSV, "Parquet"],
    ["focus.jsonl", "{}", "JSON"],
  ])("says that %s cannot be read", async (name, content, says) => {
    await lay({ [name]: content });

    await expect(fieldsOf(name)).rejects.toMatchObject({
      name: "ERR_BILL_UNREADABLE",
      message: expect.stringContaining(says),
    });
  });

  it("goes nowhere but into its folder", async () => {
    await lay({ "in/2026-11.csv": CSV, "out/2026-11.csv": CSV });
    await symlink(join(folder, "out"), join(folder, "in/linked"));
    const reader = readerAt(`file:${join(folder, "in")}`);
    const [delivery] = await reader.deliveries("s", "2000-01");
    if (!delivery) throw new Error("no delivery");

    expect(delivery.files.map(({ name }) => name)).toEqual(["2026-11.csv"]);
    await expect(Array.fromAsync(reader.rows(delivery, "../out/2026-11.csv"))).rejects.toMatchObject({
      name: "ERR_BILL_UNREADABLE",
    });
    await expect(readerAt(`file:${folder}/nowhere`).deliveries("s", "2000-01")).rejects.toMatchObject({
      name: "ERR_BILL_UNREADABLE",
    });
    await expect(readerAt("ftp://bucket/x").deliveries("s", "2000-01")).rejects.toThrow(/are not read/);
  });

  it("reads a bucket page by page, and says what may be missing where it is refused", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://s3");
      asked.push(url.pathname + url.search);
      const isList = url.searchParams.has("list-type");
      if (url.pathname.startsWith("/closed")) {
        response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
      } else if (isList) {
        const isFirst = !url.searchParams.has("continuation-token");
        const object = (key: string): string =>
          `<Contents><Key>${key}</Key><ETag>"e"</ETag><Size>${CSV.length}</Size><LastModified>2026-11-05T00:00:00.000Z</LastModified></Contents>`;
        response.end(
          `<ListBucketResult>${object(isFirst ? "costs/2026-11/a.csv" : "costs/2026-11/b.csv")}<IsTruncated>${isFirst}</IsTruncated>${isFirst ? "<NextContinuationToken>t</NextContinuationToken>" : ""}</ListBucketResult>`,
        );
      } else response.end(CSV);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new S3Client({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: "us-east-1",
      forcePathStyle: true,
      maxAttempts: 1,
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    try {
      const reader = readerAt("s3://bills/costs/", {}, async () => s3Folder("bills", "costs/", client));
      const [delivery] = await reader.deliveries("s", "2000-01");
      if (!delivery) throw new Error("no delivery");
      const pages = await Array.fromAsync(reader.rows(delivery, "2026-11/a.csv"));

      expect(delivery.files.map(({ name }) => name)).toEqual(["2026-11/a.csv", "2026-11/b.csv"]);
      expect(pages.flatMap(({ rows }) => rows)).toHaveLength(2);
      expect(asked.at(-1)).toContain("/bills/costs/2026-11/a.csv");
      await expect(s3Folder("closed", "", client).list()).rejects.toMatchObject({
        name: "ERR_BILL_UNREADABLE",
        message: expect.stringContaining("s3:ListBucket"),
      });
    } finally {
      client.destroy();
      server.close();
    }
  });
});
