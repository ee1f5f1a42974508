import type { MetricFamily, MetricSample } from "./family.ts";

/** A text that Prometheus reads, and what it is. */
export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

const OPEN_METRICS = "application/openmetrics-text";
const TYPES = {
  text: "text/plain; version=0.0.4; charset=utf-8",
  open: `${OPEN_METRICS}; version=1.0.0; charset=utf-8`,
} as const;

/**
 * The families in OpenMetrics 1.0 where the caller would rather have that, else in Prometheus' text format 0.0.4; without moments: a
 * value is as of the scrape. Families without a value are left out.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/ (read 2026-11)
 * @see https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md (read 2026-11)
 */
export function writeExposition(families: readonly MetricFamily[], accept: string): Exposition {
  const isOpen = wantsOpenMetrics(accept);
  const lines = families
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, type, help, samples }) => {
      const sampled = type === "counter" ? `${name}_total` : name;
      // of a counter OpenMetrics describes the family, the older format the series
      const described = isOpen ? name : sampled;
      return [
        `# HELP ${described} ${isOpen ? quoted(help) : escaped(help)}`,
        `# TYPE ${described} ${type}`,
        ...samples.map((sample) => line(sampled, sample)),
      ];
    });
  if (isOpen) lines.push("# EOF");
  return { contentType: isOpen ? TYPES.open : TYPES.text, body: `${lines.join("\n")}\n` };
}

const line = (name: string, { suffix, labels, value }: MetricSample): string => {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${quoted(text)}"`);
  return `${name}${suffix ?? ""}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${spelt(value)}`;
};

function spelt(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  return String(value);
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll(/\r\n|\r|\n/g, "\\n");
// half of a surrogate pair is no UTF-8, and one such name would cost the whole scrape
const quoted = (text: string): string => escaped(text.toWellFormed()).replaceAll('"', '\\"');

/** By the weights of RFC 9110, 12.5.1; of two alike the older format. */
function wantsOpenMetrics(accept: string): boolean {
  const weights = { open: 0, text: 0 };
  for (const range of accept.toLowerCase().split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    const said = parameters.find((one) => one.startsWith("q="));
    const weight = said === undefined ? 1 : Number(said.slice(2)) || 0;
    const version = parameters.find((one) => one.startsWith("version="))?.slice("version=".length);
    if (type === OPEN_METRICS && (version ?? "1.0.0") === "1.0.0") weights.open = Math.max(weights.open, weight);
    if (["text/plain", "text/*", "*/*"].includes(type)) weights.text = Math.max(weights.text, weight);
  }
  return weights.open > weights.text;
}
