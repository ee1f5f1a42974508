import type { ArrivedSpan, JoinedMinute } from "@skylane/core";
import { deploymentNames } from "@skylane/core";
import { joinMinute } from "@skylane/engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryTable } from "../../../../../test/support/memory-table.ts";
import { anArrivedSpan } from "../../../../../test/support/otlp-spans.ts";
import { testRequestStores } from "../../../../../test/support/request-store-contract.ts";
import { seededRandom } from "../../../../../test/support/seeded-random.ts";
import { openDynamoDb } from "../../../../local/src/dynamodb/index.ts";
import { startEdge } from "../../../../local/src/edge/index.ts";
import { provisionTables } from "../../../../local/src/host/provision.ts";
import { systemTimers } from "../../../../local/src/time.ts";
import { sdkTables } from "../sdk-tables.ts";
import { documentTable } from "./document-table.ts";
import { requestLedger, requestStore, spanInbox } from "./request-stores.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 0, 10, 20);
const span = (id: number, attributes: ArrivedSpan["attributes"] = {}) =>
  anArrivedSpan("web-app", { id, trace: id, kind: "client", startMs: NOW_MS, durationMs: 10, attributes });
/** What nobody can compress. */
const noise = (id: number, count: number): string => {
  const random = seededRandom(id);
  return Array.from({ length: count }, () => Math.floor(random() * 36).toString(36)).join("");
};

describe("runtime/store/state/request-stores", () => {
  testRequestStores(async () => memoryTable());

  it("where the minute's budget for whole spans is used up, it counts", async () => {
    const table = memoryTable();
    const inbox = spanInbox(table);
    const small = { spans: [], ends: [] };
    const batch = (n: number) => ({
      spans: Array.from({ length: 100 }, (_, i) => span(n * 100 + i, { "url.path": noise(n * 100 + i, 256) })),
      ends: [],
    });
    const kept: string[] = [];
    for (let n = 0; n < 10; n += 1) kept.push(await inbox.put(NOW_MS, batch(n), small));

    expect(kept).toContain("whole");
    expect(kept.at(-1)).toBe("counted");
    // a new minute has a budget of its own
    expect(await inbox.put(NOW_MS + 60_000, batch(1), small)).toBe("whole");
    const whole = [...table.items].flatMap(([key, item]) =>
      key.startsWith("SPANS#2026-11-22T00:10") ? [(item as { bytes: Uint8Array }).bytes.byteLength] : [],
    );
    expect(whole.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(124 * 1_024);
  });

  it("refuses what is too large however little is kept of it, and says what to do", async () => {
    const ends = Array.from({ length: 5_000 }, (_, i) => ({
      side: "client" as const,
      service: noise(i, 128),
      name: noise(i + 9_999, 128),
      startMs: NOW_MS,
      calls: [["0".repeat(12), 1, 0] as [string, number, 0 | 1]],
    }));
    const spans = Array.from({ length: 2_000 }, (_, i) => span(i, { "url.path": noise(i, 256) }));

    await expect(spanInbox(memoryTable()).put(NOW_MS, { spans, ends: [] }, { spans: [], ends })).rejects.toMatchObject({
      code: "ERR_SPANS_TOO_LARGE",
      message: expect.stringContaining("send fewer at once"),
    });
  });

  it("reads a range as it stands: days, minutes of arrival, and what has not been written", async () => {
    const table = memoryTable();
    const [store, ledger] = [requestStore(table, () => NOW_MS), requestLedger(table)];
    const at = (startMs: number, requestCount: number): JoinedMinute => ({
      minutes: [{ ...(aRow() as JoinedMinute["minutes"][number]), startMs, requestCount }],
      traces: [],
    });
    const midnightMs = Date.UTC(2026, 10, 22);
    await ledger.write(midnightMs - 120_000, at(midnightMs - 120_000, 1));
    // it began before midnight and came after
    await ledger.write(midnightMs + 60_000, at(midnightMs - 60_000, 2));
    await ledger.write(midnightMs + 120_000, at(midnightMs + 120_000, 4));
    await spanInbox(table).put(NOW_MS, { spans: [span(1)], ends: [] }, { spans: [], ends: [] });
    const counts = async (fromMs: number, untilMs: number): Promise<readonly number[]> =>
      (await store.minutes({ fromMs, untilMs })).map(({ requestCount }) => requestCount);

    expect(await counts(midnightMs - 86_400_000, midnightMs)).toEqual([1, 2]);
    expect(await counts(midnightMs - 60_000, midnightMs + 120_000)).toEqual([2]);
    expect(await counts(midnightMs, NOW_MS + 60_000)).toEqual([4, 1]);
    expect(await counts(0, Number.MAX_SAFE_INTEGER)).toEqual([1, 2, 4, 1]);
    expect(await counts(NOW_MS, midnightMs)).toEqual([]);
  });
});

const aRow = () => joinMinute({ before: [], these: [{ spans: [span(7)], ends: [] }], after: [] }).minutes[0];

describe("runtime/store/state/request-stores in DynamoDB", () => {
  let database: Awaited<ReturnType<typeof openDynamoDb>>;
  let edge: Awaited<ReturnType<typeof startEdge>>;
  beforeAll(async () => {
    database = await openDynamoDb({ timers: systemTimers });
    await provisionTables(database, deploymentNames("skylane"));
    edge = await startEdge({ port: 0, host: "127.0.0.1", services: [], raw: { dynamodb: database.requestListener } });
  });
  afterAll(async () => {
    await edge.close();
    await database.close();
  });
  const table = () =>
    documentTable(
      sdkTables("us-east-1", {
        endpoint: edge.url,
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
      }),
      deploymentNames("skylane").stateTable,
    );

  testRequestStores(async () => table());

  it("counts what is added by many at once exactly", async () => {
    const key = { pk: "SPANS-WHOLE#test", sk: "-" };
    const seen = await Promise.all(Array.from({ length: 20 }, () => table().count(key, 3, 2_000_000_000)));

    expect(Math.max(...seen)).toBe(60);
    expect(new Set(seen).size).toBe(20);
  });
});
