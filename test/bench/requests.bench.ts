import { estimatesOf } from "@skylane/clouds";
import { functions, type PriceItem } from "@skylane/core";
import { joinRequests, minuteOf, takeSpans } from "@skylane/engine";
import type { DocumentTable } from "../../packages/runtime/src/store/state/document-table.ts";
import { requestLedger, requestStore, spanInbox } from "../../packages/runtime/src/store/state/request-stores.ts";
import { createApplications } from "../../packages/twin/src/applications/create-applications.ts";
import { loadEstate } from "../../packages/twin/src/estate/load-estate.ts";
import { createWorld } from "../../packages/twin/src/world/world.ts";
import { memoryTable } from "../support/memory-table.ts";
import { anOtlpSpan, otlpOf, type SpanParts } from "../support/otlp-spans.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { virtualClock } from "../support/virtual-clock.ts";

// What it costs to take what the example's applications send, and so many calls a second between two services, each with four spans,
// that come in batches as exporters send them: a minute of it is played, and made a month of, in two Regions. The numbers of docs/adr/0029. Writes are counted as DynamoDB
// does, by the KB; time is this machine's CPU, as long as a function with that much memory has a part of one.
// Run: node test/bench/requests.bench.ts [calls a second …, default 1 10 100 1000]
const RATES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1, 10, 100, 1_000];
const MINUTES_PER_MONTH = 43_800;
const REGIONS = 2;
const ROUTES = 20;
const BATCH = 512;
/** By default an exporter sends what there is every five seconds. */
const LEAST_BATCHES = 12;
const LOG_BYTES = 310 + 300;
const START_MS = minuteOf(Date.now()) - 20 * 60_000;
const MB_OF_A_CPU = 1_769;

/** Units as they are paid for. */
function metered(table: DocumentTable) {
  const units = { write: 0, read: 0 };
  const writeOf = (doc: unknown): number => Math.ceil(bytesOf(doc) / 1_024);
  return {
    units,
    table: {
      ...table,
      put: async (key, doc, expires) => {
        units.write += writeOf(doc);
        await table.put(key, doc, expires);
      },
      count: async (key, amount, expires) => {
        units.write += 1;
        return table.count(key, amount, expires);
      },
      query: async (pk, schema, range) => {
        const found = (table as ReturnType<typeof memoryTable>).items;
        const bytes = [...found].reduce((sum, [key, doc]) => sum + (key.startsWith(`${pk}\n`) ? bytesOf(doc) : 0), 0);
        units.read += Math.max(1, Math.ceil(bytes / 4_096)) / (range?.isEventual ? 2 : 1);
        return table.query(pk, schema, range);
      },
    } satisfies DocumentTable,
  };
}
const bytesOf = (doc: unknown): number =>
  60 + (((doc as { readonly bytes?: Uint8Array }).bytes?.byteLength ?? JSON.stringify(doc).length) as number);

const random = seededRandom(29);
const hex = (digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
/** A call: what the client's service and the server's send of it. */
function call(n: number): { readonly client: object[]; readonly server: object[] } {
  const [traceId, rootId, clientId, serverId] = [hex(32), hex(16), hex(16), hex(16)];
  const startMs = START_MS + random() * 60_000;
  const durationMs = 5 + 200 * random() ** 4;
  const route = `/api/resource-${n % ROUTES}/{id}`;
  const span = (parts: Omit<SpanParts, "id" | "startMs">, ids: object) => ({
    ...anOtlpSpan({ id: 0, startMs, ...parts }),
    traceId,
    ...ids,
  });
  const http = { "http.request.method": "GET", "http.response.status_code": 200 };
  return {
    client: [
      span({ name: "work", durationMs: durationMs + 3 }, { spanId: rootId }),
      span(
        {
          kind: "client",
          durationMs: durationMs + 2,
          attributes: {
            ...http,
            "peer.service": "server",
            "url.full": `http://server${route.replace("{id}", `${n}`)}`,
          },
        },
        { spanId: clientId, parentSpanId: rootId },
      ),
    ],
    server: [
      span(
        { kind: "server", durationMs, attributes: { ...http, "http.route": route, "url.path": `/api/resource/${n}` } },
        { spanId: serverId, parentSpanId: clientId },
      ),
      span(
        { kind: "client", name: "SELECT", durationMs: durationMs / 2, attributes: { "db.namespace": "orders" } },
        { spanId: hex(16), parentSpanId: serverId },
      ),
    ],
  };
}

/** Batches that senders send in a minute, and how many calls are in them to be found again. */
interface Minute {
  readonly name: string;
  readonly batches: readonly string[];
  readonly callCount?: number;
}

function minuteAt(rate: number): Minute {
  const calls = Array.from({ length: rate * 60 }, (_, n) => call(n));
  const sides = (["client", "server"] as const).map((side) => calls.flatMap((one) => one[side]));
  const batches = sides.flatMap((spans, i) => {
    const size = Math.min(BATCH, Math.ceil(spans.length / LEAST_BATCHES));
    return Array.from({ length: Math.ceil(spans.length / size) }, (_, n) =>
      JSON.stringify(
        otlpOf(i === 0 ? "client" : "server", spans.slice(n * size, (n + 1) * size), { "cloud.provider": "aws" }),
      ),
    );
  });
  return { name: `${rate} calls a second`, batches, callCount: calls.length };
}

/** What the example's applications send, as the twin plays them: the third minute. */
async function exampleMinute(): Promise<Minute> {
  const clock = virtualClock(START_MS - 120_000);
  const batches: string[] = [];
  const world = createWorld(loadEstate("globalcart"), clock, seededRandom(1));
  const applications = createApplications(world, seededRandom(2), async (_url, _headers, body) => {
    if (clock.nowMs() >= START_MS) batches.push(body);
    return true;
  });
  applications.sendTo({ endpoint: "http://127.0.0.1:1", headers: {} });
  for (let second = 0; second < 180; second += 1) {
    clock.advance(1_000);
    await Promise.resolve();
  }
  applications.sendTo(undefined);
  return { name: "the example", batches };
}

for (const { name, batches, callCount } of [await exampleMinute(), ...RATES.map(minuteAt)]) {
  const memory = memoryTable();
  const { table, units } = metered(memory);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  let nowMs = START_MS;
  const deps = { clock: { nowMs: () => nowMs } as never, log: log as never };
  const cpuMs = async (run: () => Promise<unknown>): Promise<number> => {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  };
  const takeMs = await cpuMs(async () => {
    for (const [i, batch] of batches.entries()) {
      nowMs = START_MS + (i * 60_000) / batches.length;
      await takeSpans({ ...deps, spanInbox: spanInbox(table) }, JSON.parse(batch));
    }
  });
  const taken = { ...units };
  nowMs = START_MS + 4 * 60_000;
  const joinMs = await cpuMs(() => joinRequests({ ...deps, requestLedger: requestLedger(table) }));
  const rows = await requestStore(table, () => nowMs).minutes({ fromMs: START_MS - 600_000, untilMs: nowMs });
  const requestCount = rows.filter(({ to }) => to === "server").reduce((sum, one) => sum + one.requestCount, 0);
  if (callCount !== undefined && requestCount !== callCount)
    throw new Error(`${callCount} calls, and ${requestCount} were counted`);

  const usdOf = (item: PriceItem, perMinute: number, variant?: string): number => {
    const row = estimatesOf().price({
      cloud: "aws",
      regionId: "us-east-1",
      item,
      ...(variant && { variant }),
    } as never);
    const perUnit = row?.tiers[0]?.usd;
    if (perUnit === undefined) throw new Error(`nobody knows the price of ${item}`);
    return perMinute * MINUTES_PER_MONTH * perUnit;
  };
  const secondsOf = (name: "take-spans" | "join-requests", ms: number): number =>
    ((ms * (MB_OF_A_CPU / functions[name].memoryMb)) / 1_000) * (functions[name].memoryMb / 1_024);
  const usd = {
    api: usdOf("api-request", batches.length / 1e6),
    functions:
      usdOf("function-request", (batches.length + 1) / 1e6) +
      usdOf("function-time", secondsOf("take-spans", takeMs) + secondsOf("join-requests", joinMs), "arm64"),
    writes: usdOf("table-write", (units.write * REGIONS) / 1e6),
    // the minute before and the one after are read beside it
    reads: usdOf("table-read", (units.read * 3) / 1e6),
    logs: usdOf("log-data", (batches.length * LOG_BYTES) / 1e9),
  };
  const rounded = Object.fromEntries(Object.entries(usd).map(([name, one]) => [name, Math.round(one * 100) / 100]));
  console.log(
    JSON.stringify({
      name: "requests",
      of: name,
      batchesPerMinute: batches.length,
      takeMsPerBatch: Math.round((takeMs / batches.length) * 10) / 10,
      joinMs: Math.round(joinMs),
      writesPerMinute: units.write,
      ofThemTaking: taken.write,
      rowCount: rows.length,
      traceCount: (
        await requestStore(memory, () => nowMs)
          .traces({ fromMs: 0, untilMs: nowMs }, 100)
          .catch(() => [])
      ).length,
      monthlyUsd: Math.round(Object.values(usd).reduce((sum, one) => sum + one, 0) * 100) / 100,
      ...rounded,
    }),
  );
}
