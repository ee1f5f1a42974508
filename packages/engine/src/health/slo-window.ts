import type { ProbeSample, SloSettings, SloSlot } from "@skylane/core";

/** The window is kept in as many pieces: fine enough to slide, few enough to store. */
const SLOT_COUNT = 10;
/** Share of the samples that may be slower than the SLO's time. */
const SLOW_ALLOWED_RATIO = 0.05;

/** The window after one more sample of the path; pieces older than it fall out. Samples of a blind vantage do not count. */
export function countForSlo(
  slots: readonly SloSlot[],
  sample: Pick<ProbeSample, "atMs" | "outcome" | "rttMs">,
  slo: SloSettings,
): SloSlot[] {
  const slotMs = slo.windowMs / SLOT_COUNT;
  const startMs = Math.floor(sample.atMs / slotMs) * slotMs;
  const kept = slots.filter((slot) => slot.startMs > startMs - slo.windowMs && slot.startMs < startMs);
  const now = slots.find((slot) => slot.startMs === startMs) ?? {
    startMs,
    sampleCount: 0,
    answeredCount: 0,
    errorCount: 0,
    slowCount: 0,
  };
  const isAnswered = sample.outcome === "ok";
  return [
    ...kept,
    {
      startMs,
      sampleCount: now.sampleCount + 1,
      answeredCount: now.answeredCount + (isAnswered ? 1 : 0),
      errorCount: now.errorCount + (sample.outcome === "refused" ? 1 : 0),
      slowCount: now.slowCount + (isAnswered && (sample.rttMs ?? 0) <= slo.maxResponseMs ? 0 : 1),
    },
  ];
}

/** Which objective the window breaks, in words; `undefined` if it keeps them, or has too few samples to say. */
export function brokenObjective(slots: readonly SloSlot[], slo: SloSettings): string | undefined {
  const sum = (count: (slot: SloSlot) => number): number => slots.reduce((total, slot) => total + count(slot), 0);
  const sampleCount = sum((slot) => slot.sampleCount);
  if (sampleCount < slo.minSampleCount) return undefined;
  const answeredCount = sum((slot) => slot.answeredCount);
  const errorCount = sum((slot) => slot.errorCount);
  const slowCount = sum((slot) => slot.slowCount);
  if (answeredCount / sampleCount < slo.minAvailabilityRatio)
    return `${answeredCount} of ${sampleCount} probes answered, the objective is ${percent(slo.minAvailabilityRatio)}`;
  if (errorCount / sampleCount > slo.maxErrorRatio)
    return `${errorCount} of ${sampleCount} probes refused, the objective is ${percent(slo.maxErrorRatio)} at most`;
  if (slowCount / sampleCount > SLOW_ALLOWED_RATIO)
    return `${slowCount} of ${sampleCount} probes not answered within ${slo.maxResponseMs} ms`;
  return undefined;
}

const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(2))} %`;
