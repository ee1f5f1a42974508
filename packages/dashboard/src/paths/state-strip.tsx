import type { PathStateName } from "@skylane/core";
import { clock } from "../shell/clock.ts";
import { plain } from "../shell/plain-text.ts";
import type { StateSpan } from "./series.ts";

const WIDTH = 1_000;
/** Height tells as well as colour: what is worse reaches lower. */
const HEIGHTS: Readonly<Record<PathStateName, number>> = { up: 8, degraded: 16, down: 24, unknown: 3 };

/** States one after the other over the time that is shown. */
export function StateStrip({
  spans,
  fromMs,
  toMs,
}: {
  readonly spans: readonly StateSpan[];
  readonly fromMs: number;
  readonly toMs: number;
}) {
  const x = (ms: number): number => ((ms - fromMs) / (toMs - fromMs)) * WIDTH;
  const said = spans.map(({ state, fromMs: begun }) => `${state} from ${clock(begun)}`).join(", ");
  return (
    <svg viewBox={`0 0 ${WIDTH} 26`} preserveAspectRatio="none" className="strip" role="img" aria-label={said}>
      {spans.map(({ state, fromMs: begun, toMs: ended, because }) => (
        <rect
          key={begun}
          className={state}
          x={x(begun)}
          width={Math.max(1.5, x(ended) - x(begun))}
          height={HEIGHTS[state]}
        >
          <title>{`${state} from ${clock(begun)}${because === undefined ? "" : `: ${plain(because)}`}`}</title>
        </rect>
      ))}
    </svg>
  );
}
