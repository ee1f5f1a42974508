import type { CostAnomaly, CostSpend } from "@skylane/core";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import { counted } from "../explore/words.ts";
import { cutMiddle, plain } from "../shell/plain-text.ts";
import { type CostsAddress, writeCostsAddress } from "./address.ts";
import { marksOf } from "./marks.ts";
import { stack } from "./stack.ts";
import { useWidth } from "./use-width.ts";
import { cents, dayName, money, percent, scopeName } from "./words.ts";

const HEIGHT = 240;
const TOP = 30;
const BOTTOM = 24;
const LEFT = 58;
/** Half of the room that the name of a day takes. */
const HALF_LABEL = 22;

/** Spend by day, one colour for each of a kind; a day is chosen by the pointer or the arrow keys. Anomalies stand on their first day. */
export function SpendChart({
  spend,
  anomalies,
  address,
}: {
  readonly spend: CostSpend;
  readonly anomalies: readonly CostAnomaly[];
  readonly address: CostsAddress;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const [chosen, setChosen] = useState<number>();
  const { days, series, totalUsd, currency } = spend;
  const drawn = useMemo(
    () => stack({ days, series }, { width: Math.max(0, width - LEFT - 4), height: HEIGHT, left: LEFT, top: TOP }),
    [days, series, width],
  );
  const marks = marksOf(anomalies, days);
  const at = chosen !== undefined && chosen < days.length ? chosen : undefined;
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -days.length, End: days.length }[event.key];
    if (event.key === "Escape") setChosen(undefined);
    if (step === undefined) return;
    event.preventDefault();
    setChosen(Math.min(days.length - 1, Math.max(0, (at ?? (step > 0 ? -1 : days.length)) + step)));
  };
  const every = Math.max(1, Math.ceil((days.length * 52) / Math.max(1, width - LEFT)));
  return (
    <div className="spend">
      <div ref={frame} className="spend-picture">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing */}
        <svg
          width={width}
          height={TOP + HEIGHT + BOTTOM}
          role="group"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: its days are walked through by arrow keys
          tabIndex={0}
          aria-label={`Spend of ${counted(days.length, "day")} by ${spend.by}; arrow keys choose a day`}
          onKeyDown={move}
          onPointerLeave={() => setChosen(undefined)}
        >
          <defs>
            <pattern id="between" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="6" height="6" className="hatch-ground" />
              <rect width="2.5" height="6" className="hatch" />
            </pattern>
          </defs>
          {drawn.ticks.map(({ y, usd }) => (
            <g key={usd}>
              <path d={`M${LEFT},${y.toFixed(1)}H${width}`} className={usd === 0 ? "axis" : "tick"} />
              <text x={LEFT - 8} y={y + 4} textAnchor="end" className="tick-text">
                {shortMoney(usd, currency)}
              </text>
            </g>
          ))}
          {drawn.bars.map(({ x, width: barWidth, parts }, i) => (
            <g
              key={days[i]}
              className={at !== undefined && at !== i ? "day faded" : "day"}
              onPointerEnter={() => setChosen(i)}
            >
              <rect x={x - 3} y={TOP} width={barWidth + 6} height={HEIGHT} className="day-hit" />
              {parts.map(({ series: one, y, height }) => (
                <rect
                  key={one}
                  x={x}
                  y={y}
                  width={barWidth}
                  height={Math.max(0, height)}
                  className={classOf(series[one], one)}
                />
              ))}
              {i % every === 0 && (
                <text
                  x={Math.min(x + barWidth / 2, width - HALF_LABEL)}
                  y={TOP + HEIGHT + 17}
                  textAnchor="middle"
                  className="tick-text"
                >
                  {dayName(days[i] ?? "")}
                </text>
              )}
            </g>
          ))}
          {marks.map(({ day, anomalies: own }) => {
            const bar = drawn.bars[day];
            const [first] = own;
            if (!bar || !first) return null;
            const x = bar.x + bar.width / 2;
            const top = Math.min(TOP + HEIGHT, ...bar.parts.map(({ y }) => y));
            const says = `${days[day]}: ${own.map((one) => `${scopeName(one.scope)}, ${money(one.usdPerDay)} a day`).join("; ")}`;
            return (
              <a
                key={first.id}
                href={writeCostsAddress({ ...address, select: first.id })}
                aria-label={`Anomaly, ${says}`}
                className="anomaly-mark"
              >
                <title>{says}</title>
                <path d={`M${x},${TOP - 6}V${top.toFixed(1)}`} />
                <path d={`M${x - 8},${TOP - 6}l8,-14l8,14z`} className="flag-shape" />
                <text x={x} y={TOP - 8.5} textAnchor="middle">
                  {own.length > 1 ? own.length : "!"}
                </text>
              </a>
            );
          })}
        </svg>
      </div>
      <table className="spend-legend">
        <caption className="sub" aria-live="polite">
          {at === undefined ? `${counted(days.length, "day")} together` : dayName(days[at] ?? "")}
        </caption>
        <tbody>
          {series.map((one, i) => {
            const usd = at === undefined ? one.usd.reduce((sum, value) => sum + value, 0) : (one.usd[at] ?? 0);
            const whole = at === undefined ? totalUsd.reduce((sum, value) => sum + value, 0) : (totalUsd[at] ?? 0);
            return (
              <tr key={`${one.what}/${one.id}`}>
                <th scope="row">
                  <svg width="12" height="12" aria-hidden="true">
                    <rect width="12" height="12" rx="3" className={classOf(one, i)} />
                  </svg>
                  <span title={plain(one.id)}>{cutMiddle(one.id, 34)}</span>
                </th>
                <td className="number">{cents(usd, currency)}</td>
                <td className="number sub">{whole > 0 && usd >= 0 ? percent(usd / whole) : ""}</td>
              </tr>
            );
          })}
          <tr className="total">
            <th scope="row">all together</th>
            <td className="number">
              {cents(
                at === undefined ? totalUsd.reduce((sum, value) => sum + value, 0) : (totalUsd[at] ?? 0),
                currency,
              )}
            </td>
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}

/** Colours by rank; what is no scope of its own never has one of theirs. */
const classOf = (one: CostSpend["series"][number] | undefined, rank: number): string =>
  one?.what === "between-clouds" ? "part between" : one?.what === "others" ? "part others" : `part c${rank}`;

function shortMoney(usd: number, currency: string): string {
  const size = Math.abs(usd);
  return size >= 10_000
    ? `${money(usd / 1_000, currency).replace(/\.00$/, "")}k`
    : money(usd, currency).replace(/\.00$/, "");
}
