import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type PathHealthRecord, type PathPerformanceRecord, type PathWatchRecord, parseConfig } from "@skylane/core";
import { parse } from "yaml";
import { nextWatch } from "../../packages/engine/src/health/predict/next-watch.ts";
import { learnPath } from "../../packages/engine/src/paths/performance/learn-path.ts";
import type { DocumentTable } from "../../packages/runtime/src/store/state/document-table.ts";
import { performanceStore } from "../../packages/runtime/src/store/state/path-stores.ts";
import { watchStore } from "../../packages/runtime/src/store/state/watch-store.ts";
import { memoryTable } from "../support/memory-table.ts";
import { seededRandom } from "../support/seeded-random.ts";

// What is learnt of paths, as it is written each minute, in units of a table's writes (a kilobyte each, rounded up for each item):
// in the first minutes and as it grows. Round trips scatter by a tenth, follow the day a little, and one of a thousand is lost.
// Run: node test/bench/learnt.bench.ts [paths of a vantage, default 64] [hours, default 30]
const PATHS = Number(process.argv[2] ?? 64);
const HOURS = Number(process.argv[3] ?? 30);
const SEED = 1;
const MINUTE_MS = 60_000;
const MINUTES_PER_HOUR = 60;
const SAMPLES = 58;
const KEPT_SAMPLES = 20;
const UNIT_BYTES = 1_024;
/** Keys and names of an item. */
const KEYS_BYTES = 100;

const file = join(import.meta.dirname, "../../examples/globalcart/skylane.yaml");
const { thresholds } = parseConfig(parse(readFileSync(file, "utf8")), file);
const random = seededRandom(SEED);
const vantageId = "aws-use1";
const pathIds = Array.from({ length: PATHS }, (_, i) => `aws-use1-path-${i}`);
const usualMs = pathIds.map(() => 2 + random() * 60);

const units = new Map<string, number>();
const plain = memoryTable();
const table: DocumentTable = {
  ...plain,
  async putNewer(key, doc) {
    const { bytes, paths } = doc as { bytes?: Uint8Array; paths?: { bytes: Uint8Array } };
    const itemBytes = (bytes ?? paths?.bytes ?? []).length + KEYS_BYTES;
    units.set(key.pk, (units.get(key.pk) ?? 0) + Math.ceil(itemBytes / UNIT_BYTES));
    await plain.putNewer(key, doc);
  },
};
const watches = watchStore(table);
const performance = performanceStore(table);
let watched: readonly PathWatchRecord[] = [];
let learnt: readonly PathPerformanceRecord[] = [];

for (let minute = 0; minute < HOURS * MINUTES_PER_HOUR; minute += 1) {
  const slotMs = minute * MINUTE_MS;
  const daily = 1 + 0.05 * Math.sin((2 * Math.PI * minute) / (24 * MINUTES_PER_HOUR));
  const seen = pathIds.map((pathId, i) => {
    const round = (): number => Number(((usualMs[i] ?? 0) * daily * (1 + 0.1 * random() ** 2)).toFixed(3));
    const recent = Array.from({ length: KEPT_SAMPLES }, () => (random() < 0.001 ? null : round()));
    const health = {
      state: "up",
      sinceMs: 0,
      epoch: 1,
      learning: [],
      recent,
      baselineRttMs: usualMs[i],
      failuresInRowCount: 0,
      successesInRowCount: 9,
      blindInRowCount: 0,
    };
    const record = { pathId, vantageId, health, sampledAtMs: slotMs + 57_000 } as unknown as PathHealthRecord;
    const lostCount = random() < 0.06 ? 1 : 0;
    return { record, round: { pathId: record.pathId, sentCount: SAMPLES, lostCount, rttP50Ms: round() } };
  });
  watched = seen.flatMap(({ record, round }, i) => {
    const next = nextWatch(watched[i], { slotMs, record, round }, thresholds);
    return next
      ? [{ pathId: record.pathId, vantageId: record.vantageId, slotMs, watch: next.watch, suspectCount: 0 }]
      : [];
  });
  learnt = seen.flatMap(({ record }, i) => learnPath(learnt[i], { record, slotMs, sampleCount: SAMPLES }) ?? []);
  await watches.saveAll(vantageId, watched);
  await performance.saveAll(vantageId, learnt);
  const isTold = [4, 59].includes(minute) || minute % (6 * MINUTES_PER_HOUR) === 6 * MINUTES_PER_HOUR - 1;
  if (!isTold) continue;
  const perMinute = Object.fromEntries([...units].map(([pk, sum]) => [pk, Number((sum / toldFor(minute)).toFixed(2))]));
  const all = [...units.values()].reduce((sum, one) => sum + one, 0) / toldFor(minute);
  console.log(
    JSON.stringify({
      name: "learnt",
      pathCount: PATHS,
      untilMinute: minute + 1,
      unitsPerMinute: perMinute,
      unitsPerMinuteAndPath: Number((all / PATHS).toFixed(4)),
    }),
  );
  units.clear();
}

/** Minutes since it was told last. */
function toldFor(minute: number): number {
  if (minute === 4) return 5;
  if (minute === 59) return 55;
  return minute === 6 * MINUTES_PER_HOUR - 1 ? minute - 59 : 6 * MINUTES_PER_HOUR;
}
