import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./line-chart.css";

/** One line, or the bars, of a chart. */
export interface ChartLine {
  readonly label: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
  /** Name of a colour of the page, `--up`. */
  readonly color: string;
  readonly how: "line" | "dashes" | "bars" | "edge";
}

const HEIGHT = 190;
const DAY_S = 86_400;
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, 360, 720, 1_440, 2_880, 10_080];
/** Up to so many minutes each is a point of its own. */
const FEW = 30;

/** Lines over time, on a canvas that follows its width and the page's colours. What it shows is in the table beside it too. */
export function LineChart({
  label,
  timesS,
  lines,
  band,
  fromS,
  toS,
  isUtc = false,
}: {
  readonly label: string;
  readonly timesS: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Numbers of the two lines between which the ground is filled. */
  readonly band?: readonly [number, number];
  readonly fromS: number;
  readonly toS: number;
  /** Times in UTC, with their day where there are several; else as the person's clock shows them. */
  readonly isUtc?: boolean;
}) {
  const own = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const data = [timesS, ...lines.map(({ values }) => values)] as unknown as uPlot.AlignedData;
  const latest = useRef(data);
  latest.current = data;
  const range = useRef([fromS, toS] as const);
  range.current = [fromS, toS];
  const hasDays = isUtc && toS - fromS > DAY_S;
  const hasFew = timesS.length <= FEW;
  const shape = JSON.stringify([lines.map(({ values: _, ...line }) => line), band, isUtc, hasDays, hasFew]);

  useEffect(() => {
    const { current } = own;
    if (!current) return;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(optionsOf(current, shape, range), latest.current, current);
    };
    draw();
    const watch = new ResizeObserver(() => plot.current?.setSize({ width: current.clientWidth, height: HEIGHT }));
    watch.observe(current);
    dark.addEventListener("change", draw);
    return () => {
      watch.disconnect();
      dark.removeEventListener("change", draw);
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns are made anew with each answer
  useEffect(() => plot.current?.setData(latest.current), [timesS]);
  return <div ref={own} className="chart" role="img" aria-label={label} />;
}

function optionsOf(
  element: HTMLElement,
  shape: string,
  range: { readonly current: readonly [number, number] },
): uPlot.Options {
  const [lines, band, isUtc, hasDays, hasFew] = JSON.parse(shape) as [
    Omit<ChartLine, "values">[],
    [number, number] | null,
    boolean,
    boolean,
    boolean,
  ];
  const clockOf = (atS: number): string => (isUtc ? utcOf(atS, hasDays) : localOf(atS));
  const colors = getComputedStyle(element);
  const color = (name: string): string => colors.getPropertyValue(name).trim();
  const axis = {
    stroke: color("--soft"),
    grid: { stroke: color("--line"), width: 1 },
    ticks: { stroke: color("--line") },
  };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    cursor: { sync: { key: "path" }, drag: { x: false, y: false } },
    scales: {
      x: { range: () => [...range.current] },
      y: { range: (_, __, max) => [0, Math.max(1, (max ?? 0) * 1.15)] },
    },
    axes: [
      // no two ticks within a minute: they would read the same
      { ...axis, incrs: MINUTES.map((count) => count * 60), values: (_, ticks) => ticks.map(clockOf) },
      { ...axis, size: 62, values: (_, ticks) => ticks.map((tick) => `${tick} ${lines[0]?.unit ?? ""}`) },
    ],
    series: [
      { value: (_, atS) => (atS === null ? "–" : clockOf(atS)) },
      ...lines.map(({ label, unit, color: name, how }): uPlot.Series => {
        const paths = how === "bars" ? uPlot.paths.bars?.({ size: [0.7, 8], align: 0 }) : undefined;
        return {
          label,
          stroke: how === "edge" ? "transparent" : color(name),
          width: how === "line" ? 2 : 1.5,
          // a minute between two without an answer has no line to lie on
          points: { show: (how === "line" || how === "dashes") && hasFew, size: 5, fill: color(name) },
          value: (_, value) => (value === null ? "–" : `${value.toFixed(1)} ${unit}`),
          ...(how === "dashes" && { dash: [6, 5] }),
          ...(how === "bars" && { fill: color(name), ...(paths && { paths }) }),
        };
      }),
    ],
    ...(band && { bands: [{ series: [band[0] + 1, band[1] + 1], fill: `${color("--up")}2b` }] }),
  };
}

const utcOf = (atS: number, hasDay: boolean): string =>
  new Date(atS * 1_000)
    .toISOString()
    .replace("T", " ")
    .slice(hasDay ? 5 : 11, 16);
const localOf = (atS: number): string =>
  new Date(atS * 1_000).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
