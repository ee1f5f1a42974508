import type { EstateService } from "../../estate/estate.ts";
import { seededRandom } from "../clock.ts";
import { mixed, textHash } from "../traffic/flow-rate.ts";

/** Machines change what they do every five minutes. */
const LOAD_SLOT_MS = 300_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How much of a machine is in use, 0 to 1. */
export interface MachineLoad {
  cpuAt(atMs: number): number;
  /** Absent = nothing in it tells of its memory. */
  readonly memoryAt?: (atMs: number) => number;
}

/**
 * What a machine does: of production some stand nearly idle and the others are busy with a day up and down; what is not production
 * works in office hours (UTC) and is quiet by night and at weekends. Without a seed it does the same at every moment.
 */
export function machineLoad({ id, tags }: Pick<EstateService, "id" | "tags">, seed: number | undefined): MachineLoad {
  const own = mixed(textHash(`load/${id}`), seed ?? 0);
  const random = seededRandom(own);
  const [kind, height, memory, agent] = [random(), random(), random(), random()];
  const environment = tags.environment ?? "prod";
  const isOffice = !environment.startsWith("prod");
  const isIdle = !isOffice && kind < 0.4;
  const cpuAt = (atMs: number): number => {
    const slot = Math.floor(atMs / LOAD_SLOT_MS);
    const slotMs = slot * LOAD_SLOT_MS;
    const chance = seed === undefined ? 0.5 : seededRandom(mixed(own, slot))();
    if (isOffice)
      return seed === undefined || isOfficeHour(slotMs) ? 0.15 + 0.3 * height * (0.5 + chance) : 0.02 * chance;
    if (isIdle) return 0.02 + 0.05 * height + 0.03 * chance;
    const day = seed === undefined ? 0 : Math.sin(((slotMs % DAY_MS) / DAY_MS - 0.375) * 2 * Math.PI);
    return 0.35 + 0.15 * height + 0.15 * day + 0.1 * chance;
  };
  if (agent < 0.3) return { cpuAt };
  return { cpuAt, memoryAt: () => (isIdle ? 0.08 + 0.2 * memory : 0.3 + 0.4 * memory) };
}

/** 1970 began on a Thursday. */
function isOfficeHour(atMs: number): boolean {
  const [weekday, hour] = [(Math.floor(atMs / DAY_MS) + 4) % 7, (atMs % DAY_MS) / HOUR_MS];
  return weekday >= 1 && weekday <= 5 && hour >= 7 && hour < 19;
}

/** The mean over [fromMs, toMs), slot by slot. */
export function meanLoad(loadAt: (atMs: number) => number, fromMs: number, toMs: number): number {
  let sum = 0;
  for (let atMs = fromMs; atMs < toMs; ) {
    const untilMs = Math.min(toMs, (Math.floor(atMs / LOAD_SLOT_MS) + 1) * LOAD_SLOT_MS);
    sum += loadAt(atMs) * (untilMs - atMs);
    atMs = untilMs;
  }
  return sum / (toMs - fromMs);
}
