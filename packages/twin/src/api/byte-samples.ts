/** A metric that counts bytes: those since the sample before, or the bits a second between both. */
export interface ByteCounter {
  readonly unit: "bytes" | "bits-per-second";
  /** Bytes in [fromMs, toMs). */
  bytes(fromMs: number, toMs: number): number;
}

/** A metric that says how things stand: the mean in [fromMs, toMs), of a whole or of what there is. */
export interface Gauge {
  readonly unit: "percent" | "level";
  mean(fromMs: number, toMs: number): number;
}

/** Statistics over a counter's samples in [fromMs, toMs), which is whole samples. Bits a second add up to nothing that means something. */
export function samplesOf(metric: ByteCounter | Gauge, fromMs: number, toMs: number, sampleMs: number) {
  const count = Math.max(1, Math.round((toMs - fromMs) / sampleMs));
  const sample = (from: number, to: number): number => {
    if ("mean" in metric) return metric.mean(from, to);
    return metric.unit === "bytes" ? metric.bytes(from, to) : (metric.bytes(from, to) * 8) / ((to - from) / 1_000);
  };
  const each = (): readonly number[] =>
    Array.from({ length: count }, (_, i) => sample(fromMs + i * sampleMs, fromMs + (i + 1) * sampleMs));
  const average = (): number => (metric.unit === "bytes" ? metric.bytes(fromMs, toMs) / count : sample(fromMs, toMs));
  return {
    count: () => count,
    average,
    total: (): number => (metric.unit === "bytes" ? metric.bytes(fromMs, toMs) : average() * count),
    minimum: (): number => Math.min(...each()),
    maximum: (): number => Math.max(...each()),
  };
}

export type SampleStatistic = keyof ReturnType<typeof samplesOf>;
