import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { startEdge } from "../../packages/local/src/edge/index.ts";
import { createEventBus, type EventBus } from "../../packages/local/src/event-bus/index.ts";
import { systemTimers } from "../../packages/local/src/time.ts";

// Prints one JSON line a measurement. Run: node test/bench/event-bus.bench.ts [seconds a measurement, default 3]
const RUN_MS = Number(process.argv[2] ?? 3) * 1_000;
const WARM_UP_MS = 500;
const PROBE = "arn:aws:lambda:us-east-1:000000000000:function:probe";

type PutOne = (sentAtMs: number) => Promise<void>;

/** A bus on disk with one rule and one target that answers at once; `latenciesMs` is from the call of PutEvents to that of the target. */
async function aBus(): Promise<{ bus: EventBus; latenciesMs: number[]; close: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "event-bus-bench-"));
  const latenciesMs: number[] = [];
  const bus = createEventBus({
    databaseFile: join(folder, "events.sqlite"),
    timers: systemTimers,
    random: Math.random,
    region: "us-east-1",
    accountId: "000000000000",
    targets: {
      async invoke(_arn, input) {
        latenciesMs.push(performance.now() - (input as { detail: { sentAtMs: number } }).detail.sentAtMs);
      },
    },
  });
  await bus.call("PutRule", { Name: "all", EventPattern: '{"source":["skylane.health"]}' });
  await bus.call("PutTargets", { Rule: "all", Targets: [{ Id: "probe", Arn: PROBE }] });
  bus.start();
  const close = async (): Promise<void> => {
    await bus.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { bus, latenciesMs, close };
}

const entryOf = (sentAtMs: number) => ({
  Source: "skylane.health",
  DetailType: "health.path-state-changed.v1",
  Detail: JSON.stringify({ sentAtMs, pathId: "path-1", state: "degraded", padding: "x".repeat(400) }),
});

async function drive(put: PutOne, concurrency: number, runMs: number): Promise<{ count: number; tookMs: number }> {
  const startMs = performance.now();
  let count = 0;
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() - startMs < runMs) {
        await put(performance.now());
        count += 1;
      }
    }),
  );
  return { count, tookMs: performance.now() - startMs };
}

async function measure(
  name: string,
  concurrency: number,
  entriesPerCall: number,
  connect: (bus: EventBus) => Promise<{ put: PutOne; close: () => Promise<void> }>,
) {
  const { bus, latenciesMs, close } = await aBus();
  const way = await connect(bus);
  await drive(way.put, concurrency, WARM_UP_MS);
  const before = bus.stats().delivered;
  latenciesMs.length = 0;
  const startMs = performance.now();
  const { count, tookMs } = await drive(way.put, concurrency, RUN_MS);
  while (bus.stats().pending > 0) await new Promise((done) => setImmediate(done));
  const allTookMs = performance.now() - startMs;
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const quantile = (share: number): number => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2));
  const line = {
    bench: "event-bus",
    name,
    concurrency,
    acceptedPerSecond: Math.round(((count * entriesPerCall) / tookMs) * 1_000),
    deliveredPerSecond: Math.round(((bus.stats().delivered - before) / allTookMs) * 1_000),
    deliveryP50Ms: quantile(0.5),
    deliveryP99Ms: quantile(0.99),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  await way.close();
  await close();
}

const inProcess = async (bus: EventBus) => ({
  put: async (sentAtMs: number) => void (await bus.call("PutEvents", { Entries: [entryOf(sentAtMs)] })),
  close: async () => undefined,
});
const tenAtOnce = async (bus: EventBus) => ({
  put: async (sentAtMs: number) =>
    void (await bus.call("PutEvents", { Entries: Array.from({ length: 10 }, () => entryOf(sentAtMs)) })),
  close: async () => undefined,
});
const overHttp = async (bus: EventBus) => {
  const edge = await startEdge({ port: 0, host: "127.0.0.1", services: [bus] });
  const client = new EventBridgeClient({
    region: "us-east-1",
    endpoint: edge.url,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  return {
    put: async (sentAtMs: number) => void (await client.send(new PutEventsCommand({ Entries: [entryOf(sentAtMs)] }))),
    close: async () => {
      client.destroy();
      await edge.close(0);
    },
  };
};

for (const concurrency of [1, 16]) {
  await measure("in process", concurrency, 1, inProcess);
  await measure("AWS SDK over HTTP, same process", concurrency, 1, overHttp);
}
await measure("in process, ten entries a call", 1, 10, tenAtOnce);
