import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { setPriority } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { deploymentNames, functions } from "@skylane/core";
import { dynamoDbListener, openDynamoDb } from "../../packages/local/src/dynamodb/index.ts";
import { startEdge } from "../../packages/local/src/edge/index.ts";
import { provisionTables } from "../../packages/local/src/host/provision.ts";
import { systemTimers } from "../../packages/local/src/time.ts";
import { makeBundle } from "../../tools/bundle/make-bundle.ts";
import { cpuQuota } from "../support/cpu-quota.ts";
import { writeManyPaths } from "../support/many-paths.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { selfSigned } from "../support/self-signed.ts";

// What memory a burst needs, which on Lambda is what CPU it gets: the bundle as it is shipped, in a process of its own, held by
// the kernel to a part of a CPU. Far ends of this process answer after 2 to 30 ms and note how long they took, so that of each
// round trip of the later bursts it is known by how much it was measured too long: of a function that has run for some minutes, as it
// does for hours, for in the first ones code is still being compiled. What is seen is stored once in between, as it is shipped. JSON lines.
// Run: npm run bench:probe-memory -- [paths a vantage, default 64] [seconds a burst, default 24] [MB,MB,…] [http|tls]
const PATHS = Number(process.argv[2] ?? 64);
const BURST_SECONDS = Number(process.argv[3] ?? 24);
const MEMORIES = (process.argv[4] ?? "256,192,160,144,128").split(",").map(Number);
const KIND = process.argv[5] === "tls" ? "tls" : "http";
const BURSTS = 6;
const COLD_BURSTS = 2;
const SEED = 1;
const MIN_HOLD_MS = 2;
const MAX_HOLD_MS = 30;
const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/** Some bursts, the first of them cold; then what the process has used. */
const PROGRAM = `
const [file, vantageId] = process.argv.slice(1);
const startCpu = process.cpuUsage();
const { handler } = await import(file);
const initCpu = process.cpuUsage(startCpu);
const bursts = [];
for (let i = 0; i < ${BURSTS}; i += 1) {
  const before = process.cpuUsage();
  const start = performance.now();
  await handler({ vantageId, scheduledTime: new Date().toISOString() }, {});
  const { user, system } = process.cpuUsage(before);
  bursts.push({ ms: performance.now() - start, cpuMs: (user + system) / 1_000, rssMb: process.memoryUsage.rss() / 1_048_576 });
}
const { maxRSS } = process.resourceUsage();
process.stdout.write("\\nUSED " + JSON.stringify({ initCpuMs: (initCpu.user + initCpu.system) / 1_000, bursts, maxRssMb: maxRSS / 1_024 }) + "\\n", () => process.exit(0));`;

const root = join(import.meta.dirname, "../..");
mkdirSync(join(root, ".skylane"), { recursive: true });
const folder = mkdtempSync(join(root, ".skylane/probe-memory-"));

// This machine's own bustle is not what is measured: the burst and its far ends go before others, on one CPU, and what was under
// way while that CPU stood still for both is left out.
try {
  setPriority(-20);
  execFileSync("taskset", ["-pc", "0", String(process.pid)], { stdio: "ignore" });
} catch {
  console.log(JSON.stringify({ name: "probe memory", note: "others of this machine may hold this up" }));
}
/** From when to when a far end kept a prober waiting. */
interface Held {
  readonly fromMs: number;
  readonly toMs: number;
}
const TURN_MS = 2;
const STOOD_STILL_MS = 6;
const standstills: { fromMs: number; toMs: number }[] = [];
let turnMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  if (nowMs - turnMs > STOOD_STILL_MS) standstills.push({ fromMs: turnMs, toMs: nowMs });
  turnMs = nowMs;
}, TURN_MS);
const stoodStill = ({ fromMs, toMs }: Held): boolean =>
  standstills.some((one) => one.fromMs < toMs + TURN_MS && one.toMs > fromMs - TURN_MS);

// --- far ends
const random = seededRandom(SEED);
interface FarEnd {
  readonly server: Server;
  readonly held: Held[];
}
const certificate = selfSigned("canary.example.com");
async function farEnd(): Promise<FarEnd> {
  const held: Held[] = [];
  const answer = (socket: import("node:net").Socket): void => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      const fromMs = performance.now();
      setTimeout(
        () => {
          held.push({ fromMs, toMs: performance.now() });
          socket.end(ANSWER);
        },
        MIN_HOLD_MS + random() * (MAX_HOLD_MS - MIN_HOLD_MS),
      );
    });
  };
  // a handshake has no wait of its own: what it takes here is counted as the prober's
  const server =
    KIND === "http"
      ? createServer({ noDelay: true }, answer)
      : createTlsServer(certificate, (socket) => {
          const nowMs = performance.now();
          held.push({ fromMs: nowMs, toMs: nowMs });
          socket.on("error", () => undefined);
        });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, held };
}

// --- the configuration, and the services that a burst calls
const files = writeManyPaths(folder, 2 * PATHS, {
  burstMs: `${BURST_SECONDS} seconds`,
  saveIntervalMs: `${Math.ceil(BURST_SECONDS / 2)} seconds`,
  probeTimeoutMs: "900 ms",
  degradedRttFloorMs: 800,
  degradedLossRatio: 0.9,
  failuresToDownCount: 20,
  // all of a burst is kept, to be compared with what far ends noted
  windowSampleCount: BURST_SECONDS,
});
const config = JSON.parse(readFileSync(files.configFile, "utf8")) as {
  vantages: { id: string }[];
  groups: { paths: { id: string; probe: Record<string, unknown> }[] }[];
  probing: object;
};
const vantageId = config.vantages[0]?.id ?? "";
const farEnds = new Map<string, FarEnd>();
for (const path of config.groups.flatMap(({ paths }) => paths)) {
  if (path.probe.vantageId !== vantageId) continue;
  const end = await farEnd();
  farEnds.set(path.id, end);
  Object.assign(path.probe, { kind: KIND, host: "127.0.0.1", port: (end.server.address() as AddressInfo).port });
}
config.probing = { ...config.probing, isLoopbackAllowed: true };
writeFileSync(files.configFile, JSON.stringify(config));

interface Snapshot {
  readonly paths: readonly {
    readonly pathId: string;
    readonly health: { readonly recent: readonly (number | null)[] };
  }[];
  readonly rounds: readonly { readonly pathId: string; readonly sentCount: number; readonly lostCount: number }[];
}
const snapshots: Snapshot[] = [];
const tables = await openDynamoDb({ timers: systemTimers });
await provisionTables(tables, deploymentNames("skylane"));
const edge = await startEdge({
  port: 0,
  host: "127.0.0.1",
  services: [
    {
      targetPrefix: "AWSEvents",
      contentType: "application/x-amz-json-1.1",
      async call(_operation, body) {
        const { Entries } = body as { Entries: { DetailType: string; Detail: string }[] };
        for (const { DetailType, Detail } of Entries)
          if (DetailType === "health.snapshot-taken.v1")
            snapshots.push((JSON.parse(Detail) as { data: Snapshot }).data);
        return { FailedEntryCount: 0, Entries: Entries.map((_, i) => ({ EventId: `e${i}` })) };
      },
    },
  ],
  raw: { dynamodb: dynamoDbListener(tables.call) },
});
const { entryFile } = await makeBundle(
  { name: "probe-burst", host: "aws", entry: `functions/${functions["probe-burst"].entry}.ts` },
  folder,
);

// --- one memory after the other
const quantile = (values: readonly number[], rank: number): number =>
  Number((values.toSorted((a, b) => a - b)[Math.floor(rank * (values.length - 1))] ?? Number.NaN).toFixed(3));

async function measure(memoryMb: number | undefined): Promise<object | undefined> {
  const quota = memoryMb === undefined ? undefined : cpuQuota(memoryMb);
  if (memoryMb !== undefined && !quota) return undefined;
  snapshots.length = 0;
  for (const { held } of farEnds.values()) held.length = 0;
  standstills.length = 0;
  const node = [process.execPath, "--input-type=module", "--eval", PROGRAM, join(root, entryFile), vantageId];
  const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, ...env } = process.env;
  const child = spawn("sh", ["-c", `${quota ? `echo $$ > ${quota.procsFile} && ` : ""}exec "$@"`, "sh", ...node], {
    env: {
      ...env,
      NODE_OPTIONS: functions["probe-burst"].nodeOptions,
      AWS_ENDPOINT_URL: edge.url,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: "bench",
      AWS_SECRET_ACCESS_KEY: "bench",
      SKYLANE_CONFIG: files.configFile,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += chunk;
  });
  const exitCode = await new Promise((resolve) => child.once("close", resolve));
  const used = /^USED (.*)$/m.exec(said)?.[1];
  const stalls = quota?.stalls();
  quota?.remove();
  const warm = snapshots.slice(COLD_BURSTS);
  if (exitCode !== 0 || used === undefined || snapshots.length !== BURSTS)
    throw new Error(`${memoryMb} MB: ended with ${exitCode}: ${said}`);
  const { initCpuMs, bursts, maxRssMb } = JSON.parse(used) as {
    initCpuMs: number;
    bursts: { ms: number; cpuMs: number; rssMb: number }[];
    maxRssMb: number;
  };
  const timed = warm.flatMap(({ paths }, burst) =>
    paths.map(({ pathId, health: { recent } }) => {
      const all = farEnds.get(pathId)?.held ?? [];
      const from = all.length - (warm.length - burst) * BURST_SECONDS;
      return { recent, held: all.slice(from, from + BURST_SECONDS) };
    }),
  );
  const errorsMs = timed.flatMap(({ recent, held }) =>
    timedIn(recent, held).flatMap(([rttMs, one]) => (stoodStill(one) ? [] : [rttMs - (one.toMs - one.fromMs)])),
  );
  const last = bursts.at(-1);
  return {
    memoryMb,
    pathCount: farEnds.size,
    kind: KIND,
    errorMs: {
      p50: quantile(errorsMs, 0.5),
      p90: quantile(errorsMs, 0.9),
      p99: quantile(errorsMs, 0.99),
      max: quantile(errorsMs, 1),
    },
    sampleCount: errorsMs.length,
    leftOutCount:
      timed.length * BURST_SECONDS - timed.reduce((sum, { recent, held }) => sum + timedIn(recent, held).length, 0),
    ...missed(warm),
    cold: missed(snapshots.slice(0, 1)),
    stalls,
    initCpuMs: Math.round(initCpuMs),
    coldBurstCpuMs: Math.round(bursts[0]?.cpuMs ?? Number.NaN),
    burstCpuMs: Math.round(last?.cpuMs ?? Number.NaN),
    cpuMsPerProbe: Number(((last?.cpuMs ?? Number.NaN) / (farEnds.size * BURST_SECONDS)).toFixed(3)),
    overrunMs: Math.round((last?.ms ?? Number.NaN) - BURST_SECONDS * 1_000),
    maxRssMb: Math.round(maxRssMb),
  };
}

/** The round trips of a burst: for each that was left out of it there is one of the burst before at the front, which fits nowhere. */
function timedIn(recent: readonly (number | null)[], held: readonly Held[]): (readonly [number, Held])[] {
  for (let older = 0; older < recent.length; older += 1) {
    const pairs = inOrder(recent.slice(older), held);
    if (pairs.length > 0) return pairs;
  }
  return [];
}

/**
 * Each round trip beside what the far end noted of it. Those that were left out are missing among them: of all ways to leave out so many the
 * one with the least in sum, in which none is shorter than it was held.
 */
function inOrder(recent: readonly (number | null)[], held: readonly Held[]): (readonly [number, Held])[] {
  let best = new Map<number, { sumMs: number; pairs: (readonly [number, Held])[] }>([[0, { sumMs: 0, pairs: [] }]]);
  for (const one of held) {
    const next = new Map(best); // left out
    for (const [count, { sumMs, pairs }] of best) {
      const rttMs = recent[count];
      if (rttMs === undefined) continue;
      const errorMs = rttMs === null ? 0 : rttMs - (one.toMs - one.fromMs);
      if (errorMs < -1) continue;
      const known = best.get(count + 1);
      if (known === undefined || sumMs + errorMs < known.sumMs)
        next.set(count + 1, { sumMs: sumMs + errorMs, pairs: rttMs === null ? pairs : [...pairs, [rttMs, one]] });
    }
    best = next;
  }
  return best.get(recent.length)?.pairs ?? [];
}

/** Probes that were not sent in their second, and those that were called lost, though none was. */
function missed(of: readonly Snapshot[]) {
  const rounds = of.flatMap((one) => one.rounds);
  return {
    missedSlots: rounds.reduce((sum, { sentCount }) => sum + BURST_SECONDS - sentCount, 0),
    lostCount: rounds.reduce((sum, { lostCount }) => sum + lostCount, 0),
  };
}

console.log(JSON.stringify({ name: "probe memory", ...(await measure(undefined)) }));
for (const memoryMb of MEMORIES) {
  const row = await measure(memoryMb);
  console.log(
    JSON.stringify(
      row
        ? { name: "probe memory", ...row }
        : { name: "probe memory", memoryMb, skipped: "this process may make no control group" },
    ),
  );
}
for (const { server } of farEnds.values()) server.close();
await edge.close();
await tables.close();
rmSync(folder, { recursive: true, force: true });
process.exit(0);
