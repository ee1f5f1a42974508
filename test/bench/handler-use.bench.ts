import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  deploymentNames,
  type EventType,
  type FlowSlot,
  type FunctionName,
  functions,
  METER_SLOT_MS,
  type MeteredSlot,
  PROBE_SPREAD_RATIO,
  parseConfig,
  type SkylaneConfig,
} from "@skylane/core";
import { startWorld, worldEnv } from "@skylane/local";
import { loadEstate, writeBills } from "@skylane/local/traffic";
import { parse } from "yaml";
import { targetsOf } from "../../packages/engine/src/cost/foresee-use.ts";
import { createMetrics, meterTables } from "../../packages/local/src/cloud-watch/index.ts";
import { dynamoDbListener, openDynamoDb } from "../../packages/local/src/dynamodb/index.ts";
import { startEdge } from "../../packages/local/src/edge/index.ts";
import { entryBytes } from "../../packages/local/src/event-bus/api/put-events.ts";
import { provisionTables } from "../../packages/local/src/host/provision.ts";
import { createObjectStore } from "../../packages/local/src/object-store/index.ts";
import { systemTimers } from "../../packages/local/src/time.ts";
import { writeManyPaths } from "../support/many-paths.ts";
import { seededRandom } from "../support/seeded-random.ts";

// What one call of each function uses in a quiet month: `packages/engine/src/cost/handler-use.ts` is made of what this prints.
// One function runs at a time, on the example's world, and what it sends is given to whom the rules name.
// Run: node test/bench/handler-use.bench.ts [paths, default 127] [rounds, default 4]; the table has the line through 7 and 127.
// With `two` as a third argument there are two Regions, and this is the one that acts.
const PATHS = Number(process.argv[2] ?? 127);
const ROUNDS = Number(process.argv[3] ?? 4);
const IS_TWO = process.argv[4] === "two";
const regions = { home: "us-east-1", standby: "us-west-2" };
// A burst of these stores what it saw three times and has a full window of samples at its end. However slow this machine is,
// no path gets worse: a quiet month moves nothing.
const THRESHOLDS = {
  probeIntervalMs: "500 ms",
  probeTimeoutMs: "450 ms",
  burstMs: "12 seconds",
  saveIntervalMs: "4 seconds",
  degradedRttFloorMs: 400,
  degradedLossRatio: 0.9,
  failuresToDownCount: 20,
};
const SAVES = 3;
const DAY_MS = 86_400_000;
const METER_DAYS = 39;
const LAST_PROBE_MS = 11_500 + 500 * PROBE_SPREAD_RATIO;
const PLATFORM_LOG_BYTES = 310;
const TABLES = { "skylane-state": "state", "skylane-coord": "coord" } as const;

interface Sent {
  readonly type: EventType;
  readonly detail: string;
  readonly bytes: number;
}
interface Call {
  readonly functionName: FunctionName;
  /** The event it was called for. */
  readonly cause: EventType | "schedule";
  readonly pathCount: number;
  readonly ms: number;
  readonly units: Readonly<Record<string, number>>;
  readonly logBytes: number;
  readonly events: readonly { readonly type: EventType; readonly bytes: number }[];
}

const folder = mkdtempSync(join(tmpdir(), "handler-use-"));
const files = writeManyPaths(folder, PATHS, THRESHOLDS);
const written = await writeBills(loadEstate(files.estate), join(folder, "bills"), { days: 59, endMs: Date.now() });
const costs = {
  bills: written.map(({ cloud, format, folder: at }) => ({ id: `${cloud}-main`, cloud, format, at: `file:${at}` })),
};
// who has promised nothing pays less, and who shows nothing
const made = parse(readFileSync(files.configFile, "utf8"));
const groupIds = made.groups.map(({ id }: { id: string }) => id);
const status = { components: [{ name: "Network", groupIds }] };
writeFileSync(
  files.configFile,
  JSON.stringify({ ...made, costs, status, alerts: {}, slos: { latencyP95Ms: 5_000 }, ...(IS_TWO && { regions }) }),
);
const config: SkylaneConfig = parseConfig(parse(readFileSync(files.configFile, "utf8")), files.configFile);
const world = await startWorld({ estate: files.estate, apiPort: 0, socksPort: 0, seed: 1, onLine: () => undefined });
const tables = await openDynamoDb({ timers: systemTimers });
const names = deploymentNames("skylane");
await provisionTables(tables, names);
let metrics = createMetrics(systemTimers);
const sent: Sent[] = [];
const site = createObjectStore({ databaseFile: ":memory:", bucket: names.siteBucketOf("000000000000", regions.home) });
const edge = await startEdge({
  port: 0,
  host: "127.0.0.1",
  restServices: [site.service],
  services: [
    {
      targetPrefix: "AWSEvents",
      contentType: "application/x-amz-json-1.1",
      async call(_operation, body) {
        const { Entries } = body as { Entries: { DetailType: EventType; Detail: string }[] };
        sent.push(
          ...Entries.map((entry) => ({ type: entry.DetailType, detail: entry.Detail, bytes: entryBytes(entry) })),
        );
        return { FailedEntryCount: 0, Entries: Entries.map((_, i) => ({ EventId: `e${i}` })) };
      },
    },
  ],
  raw: { dynamodb: dynamoDbListener((operation, input) => meterTables(tables.call, metrics)(operation, input)) },
});
Object.assign(process.env, worldEnv(world), { AWS_ENDPOINT_URL: edge.url, SKYLANE_CONFIG: files.configFile });

let logBytes = 0;
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = ((chunk: string | Uint8Array) => {
  logBytes += Buffer.byteLength(chunk);
  return true;
}) as typeof process.stdout.write;

const calls: Call[] = [];
/** Calls a function, notes what it used, and gives what it sent to whom the rules name. */
async function call(
  functionName: FunctionName,
  event: unknown,
  pathCount: number,
  cause: Call["cause"] = "schedule",
): Promise<void> {
  metrics = createMetrics(systemTimers);
  sent.length = 0;
  const { handler } = (await import(`../../functions/${functions[functionName].entry}.ts`)) as {
    handler: (event: unknown) => Promise<unknown>;
  };
  logBytes = 0;
  const startMs = performance.now();
  await handler(event);
  const ms = performance.now() - startMs - (functionName === "probe-burst" ? LAST_PROBE_MS : 0);
  const events = [...sent];
  const units = Object.fromEntries(
    metrics.list().map((metric) => {
      const table = TABLES[metric.dimensions.TableName as keyof typeof TABLES];
      const kind = metric.name === "ConsumedReadCapacityUnits" ? "read" : "write";
      const sum = metrics.minutes(metric, 0, Number.MAX_SAFE_INTEGER).reduce((all, minute) => all + minute.sum, 0);
      return [`${table}-${kind}`, kind === "write" && functionName === "probe-burst" ? sum / SAVES : sum];
    }),
  );
  calls.push({
    functionName,
    cause,
    pathCount,
    ms,
    units,
    logBytes: logBytes + PLATFORM_LOG_BYTES,
    events: events.map(({ type, bytes }) => ({ type, bytes })),
  });
  for (const { type, detail } of events) {
    const envelope = { "detail-type": type, detail: JSON.parse(detail) as unknown };
    for (const target of targetsOf(type)) await call(target, envelope, pathCount, type);
  }
}

const now = (): string => new Date().toISOString();
const pathsAt = (vantageId: string): number =>
  config.groups.flatMap(({ paths }) => paths).filter(({ probe }) => probe.vantageId === vantageId).length;
for (let round = 0; round < ROUNDS; round += 1) {
  for (const { id } of config.vantages) await call("probe-burst", { vantageId: id, scheduledTime: now() }, pathsAt(id));
  for (const target of [
    "hold-region",
    "reconsider-paths",
    "watch-overrides",
    "renew-overrides",
    "watch-slos",
    "join-requests",
    "publish-status",
  ] as const)
    await call(target, { scheduledTime: now() }, PATHS);
  if (round % 2 === 1) {
    for (const cloud of Object.keys(config.clouds)) await call("discover-cloud", { cloud }, PATHS);
    for (const target of ["refresh-choices", "optimise-paths"] as const)
      await call(target, { scheduledTime: now() }, PATHS);
  }
}

// What a look at costs reads grows until it is as old as it is kept: so much of the meter, and of bills what clouds lay down in sixty days.
const runtime = await import("@skylane/runtime");
const { meterStore, topologies } = await runtime.ports(runtime.meterStore, runtime.topologies).make();
const links = ((await topologies.latest())?.topology.connections ?? []).slice(0, PATHS);
const lastSlotMs = Math.floor(Date.now() / METER_SLOT_MS) * METER_SLOT_MS;
const random = seededRandom(1);
for (let dayMs = lastSlotMs - METER_DAYS * DAY_MS; dayMs < lastSlotMs - DAY_MS; dayMs += DAY_MS) {
  const slots: MeteredSlot[] = [];
  const flows: FlowSlot[] = [];
  for (let startMs = dayMs; startMs < dayMs + DAY_MS; startMs += METER_SLOT_MS)
    links.forEach(({ id, ends: [a, b] }, i) => {
      // other bytes in each slot: what packs worst
      const bytes = Math.floor(random() * 1e10);
      for (const [fromKey, toKey] of [
        [a.at, b.at],
        [b.at, a.at],
      ] as const)
        slots.push({
          startMs,
          connectionId: id,
          fromKey,
          toKey,
          bytes,
          coverageRatio: 1,
          usd: bytes / 5e10,
          priceRowIds: ["row"],
        });
      const flowId = config.flows[i]?.id;
      if (flowId !== undefined) flows.push({ startMs, flowId, connectionIds: [id], bytes, usd: bytes / 5e10 });
    });
  await meterStore.put(slots, flows);
}
/** What a half hour adds where the meter reads the same hour twice: `meter-traffic` itself finds nothing new so soon. */
metrics = createMetrics(systemTimers);
await meterStore.put(
  links.flatMap(({ id, ends: [a, b] }) =>
    [2, 1].flatMap((back) =>
      [a.at, b.at].map((fromKey, i) => ({
        ...{ startMs: lastSlotMs - back * METER_SLOT_MS, connectionId: id, fromKey, toKey: [b.at, a.at][i] ?? "" },
        ...{ bytes: Math.floor(random() * 1e10), coverageRatio: 1, usd: random(), priceRowIds: ["row"] },
      })),
    ),
  ),
  links.flatMap(({ id }, i) =>
    [2, 1].flatMap((back) => {
      const { id: flowId } = config.flows[i] ?? {};
      const startMs = lastSlotMs - back * METER_SLOT_MS;
      return flowId === undefined
        ? []
        : [{ startMs, flowId, connectionIds: [id], bytes: random() * 1e10, usd: random() }];
    }),
  ),
);
const halfHour = metrics
  .list()
  .flatMap((metric) =>
    metric.name.startsWith("Consumed")
      ? [[metric.name, metrics.minutes(metric, 0, Number.MAX_SAFE_INTEGER).reduce((all, { sum }) => all + sum, 0)]]
      : [],
  );
for (let round = 0; round < 2; round += 1) {
  const atMs = Date.now();
  // a newer delivery of each bill, as every day has one
  await writeBills(loadEstate(files.estate), join(folder, "bills"), { days: 59 + round, endMs: atMs });
  for (const step of ["meter-traffic", "watch-costs"] as const) await call(step, { atMs }, links.length);
  for (const step of ["take-bills", "forecast-costs", "advise-costs", "verify-savings", "reconcile-costs"] as const)
    await call(step, { atMs }, links.length);
}

// its report is kept, so that a second one would only be read
await call("tell-week", { scheduledTime: now() }, PATHS);

process.stdout.write = write as typeof process.stdout.write;
const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
for (const [who, all] of Map.groupBy(calls, (one) => `${one.functionName} ${one.cause}`)) {
  // the first look at anything finds nothing to compare with
  const of = all.slice(Math.floor(all.length / 2));
  const names = new Set(of.flatMap(({ units }) => Object.keys(units)));
  const types = new Set(of.flatMap(({ events }) => events.map(({ type }) => type)));
  const line = {
    name: "handler use",
    functionName: who.split(" ")[0],
    cause: who.split(" ")[1],
    callCount: of.length,
    pathCount: mean(of.map(({ pathCount }) => pathCount)),
    medianMs: Number(median(of.map(({ ms }) => ms)).toFixed(1)),
    tables: Object.fromEntries([...names].map((name) => [name, mean(of.map(({ units }) => units[name] ?? 0))])),
    logBytes: Math.round(mean(of.map((one) => one.logBytes))),
    events: [...types].map((type) => {
      const these = of.flatMap(({ events }) => events.filter((event) => event.type === type));
      return { type, perCall: these.length / of.length, bytes: Math.round(mean(these.map(({ bytes }) => bytes))) };
    }),
  };
  console.log(JSON.stringify(line));
}
console.log(
  JSON.stringify({
    name: "handler use",
    what: "half an hour of the meter",
    links: links.length,
    units: Object.fromEntries(halfHour),
  }),
);
await edge.close();
site.close();
await tables.close();
await world.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
