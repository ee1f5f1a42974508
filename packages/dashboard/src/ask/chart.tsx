import type { QueryChart } from "@skylane/core";
import { type ChartLine, LineChart } from "../paths/line-chart.tsx";
import { Card } from "../shell/page.tsx";
import { cutOff } from "../shell/plain-text.ts";
import { numberOf } from "./words.ts";

const COLORS = ["--up", "--degraded", "--down", "--ink", "--unknown"];
const UNITS = { ms: "ms", count: "", ratio: "%" } as const;

/** The answer as a picture; the table has its numbers. */
export function Chart({ chart }: { readonly chart: QueryChart }) {
  if (chart.kind === "bars") return <Bars chart={chart} />;
  const { label, unit, fromMs, untilMs, timesMs, lines } = chart;
  // a bar of nothing is no line on the ground
  const isBars = unit === "count" && lines.length === 1;
  const factor = unit === "ratio" ? 100 : 1;
  const drawn = lines.map(
    ({ label: name, values }, i): ChartLine => ({
      label: cutOff(name, 40),
      unit: UNITS[unit],
      values: values.map((value) => (value === null || (value === 0 && isBars) ? null : value * factor)),
      color: COLORS[i % COLORS.length] ?? "--up",
      how: isBars ? "bars" : i < 3 ? "line" : "dashes",
    }),
  );
  return (
    <Card title={`${label.charAt(0).toUpperCase()}${label.slice(1)} over time`} head={<span className="sub">UTC</span>}>
      <LineChart
        label={`${label} over time`}
        timesS={timesMs.map((ms) => ms / 1_000)}
        lines={drawn}
        fromS={Math.min(fromMs, timesMs[0] ?? fromMs) / 1_000}
        toS={untilMs / 1_000}
        isUtc
      />
    </Card>
  );
}

function Bars({ chart: { label, unit, bars } }: { readonly chart: Extract<QueryChart, { kind: "bars" }> }) {
  const most = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  return (
    <Card title={`${label.charAt(0).toUpperCase()}${label.slice(1)}`}>
      <ul className="bars" aria-label={label}>
        {bars.map(({ label: name, value }) => (
          <li key={name}>
            <span className="bar-name" title={cutOff(name, 120)}>
              {cutOff(name, 40)}
            </span>
            <svg className="bar" aria-hidden="true">
              <rect width={`${((value / most) * 100).toFixed(2)}%`} height="100%" />
            </svg>
            <span className="number">{numberOf(value, unit)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
