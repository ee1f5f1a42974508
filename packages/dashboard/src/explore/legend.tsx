import type { ReactNode } from "react";
import type { LayerName } from "./layers/names.ts";
import { type Layer, stepWidth } from "./layers/scale.ts";

/** What lines and marks mean on a layer. */
export const Legend = ({
  name,
  layer,
  isPast,
  hasMarks,
}: {
  readonly name: LayerName;
  readonly layer?: Layer | undefined;
  readonly isPast: boolean;
  readonly hasMarks: boolean;
}) => (
  <>
    <ul className="legend" aria-label="Legend">
      {layer ? <Steps layer={layer} /> : <States />}
      <li className={layer ? "edge step-1 undeclared" : "edge up undeclared"}>
        <Line />
        dashed: not in the inventory
      </li>
      {!layer && (
        <li className="edge up">
          <svg width="30" height="8" aria-hidden="true">
            <path d="M1,4 L15,4" className="edge-line" style={{ strokeWidth: 1.5 }} />
            <path d="M16,4 L29,4" className="edge-line" style={{ strokeWidth: 6 }} />
          </svg>
          width: capacity
        </li>
      )}
      <li>▲ finding</li>
      {!layer && <li>3 = three links in one line</li>}
      {hasMarks && (
        <li>
          <b className="sign came">+</b> came, <b className="sign went">−</b> went, <b className="sign changed">~</b>{" "}
          changed since the look before
        </li>
      )}
    </ul>
    {name !== "health" && <p className="sub about-layer">{ABOUT[name][isPast ? "past" : "now"]}</p>}
  </>
);

const States = () =>
  (["up", "degraded", "down", "unknown"] as const).map((state) => (
    <li key={state} className={`edge ${state}`}>
      <Line />
      {state === "up" ? "up" : `${state}, named on the line`}
    </li>
  ));

const Steps = ({ layer: { scale } }: { readonly layer: Layer }) => (
  <>
    {scale.steps.map(({ says }, step) => (
      <li key={says} className={`edge step-${step}`}>
        <Line width={stepWidth(step)} />
        {says}
      </li>
    ))}
    <li className="edge not-known">
      <Line width={2} />
      dotted: not known
    </li>
  </>
);

const Line = ({ width = 3 }: { readonly width?: number }) => (
  <svg width="30" height="8" aria-hidden="true">
    <path d="M1,4 L29,4" className="edge-line" style={{ strokeWidth: width }} />
  </svg>
);

const ABOUT: Readonly<Record<Exclude<LayerName, "health">, Readonly<Record<"now" | "past", ReactNode>>>> = {
  traffic: {
    now: "The mean of the last day by the meter, of the last 30 days where a link was not metered; both directions against the capacity of one. A line of several links shows the fullest.",
    past: "The mean of the 30 days before that look; both directions against the capacity of one. A line of several links shows the fullest.",
  },
  cost: {
    now: "The fee of a month, and data at the rate of the last day where it was metered, at list prices. A line of several links shows their sum.",
    past: "The fee of a month. What data cost then is not kept with a look.",
  },
  latency: {
    now: "The median of the last probes. Only probed links have one; a line of several links shows the slowest.",
    past: "Not known of a look of the past: round trips of the past are on the pages of the paths.",
  },
};
