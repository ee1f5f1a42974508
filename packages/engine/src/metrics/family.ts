/** What a metric is, as Prometheus knows it. */
export type MetricType = "gauge" | "counter" | "histogram" | "summary";

/** One value of a family. */
export interface MetricSample {
  /** After the name of the family; of a counter it is always `_total`. */
  readonly suffix?: "_bucket" | "_sum" | "_count";
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All values of one name. */
export interface MetricFamily {
  /** Without `_total`; in base units: seconds, bytes, ratios. */
  readonly name: string;
  readonly type: MetricType;
  readonly help: string;
  readonly samples: readonly MetricSample[];
}
