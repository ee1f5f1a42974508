import type { QueryInsight } from "@skylane/core";
import { Card } from "../shell/page.tsx";
import { cutOff, plain } from "../shell/plain-text.ts";
import { numberOf } from "./words.ts";

const TITLES: Readonly<Record<QueryInsight["kind"], string>> = {
  bottleneck: "Bottleneck",
  network: "On the way",
  "repeated-calls": "Repeated calls",
  cache: "Cache",
  move: "Move",
};

/** What follows from the requests, with its numbers, what it rests on and what cannot be known. */
export const Insights = ({ insights }: { readonly insights: readonly QueryInsight[] }) => (
  <Card title="What follows">
    <ul className="insights">
      {insights.map((insight) => (
        <li key={`${insight.kind} ${insight.says}`}>
          <Insight insight={insight} />
        </li>
      ))}
    </ul>
  </Card>
);

function Insight({ insight: { kind, says, basis, unknown, gain, parts } }: { readonly insight: QueryInsight }) {
  return (
    <>
      <h3>{TITLES[kind]}</h3>
      <p>{plain(says)}</p>
      {gain && (
        <p className="gain">
          <strong>
            {numberOf(gain.beforeMs, "ms")} → {numberOf(gain.afterMs, "ms")}
          </strong>{" "}
          {plain(gain.when)}, {Math.round(gain.savedRatio * 100)} % less
        </p>
      )}
      {parts.length > 0 && (
        <ul className="bars" aria-label={`${TITLES[kind]}: where the time goes`}>
          {parts.map(({ label, ms, shareRatio }) => (
            <li key={label}>
              <span className="bar-name" title={cutOff(label, 160)}>
                {cutOff(label, 52)}
              </span>
              <svg className="bar" aria-hidden="true">
                <rect width={`${(shareRatio * 100).toFixed(2)}%`} height="100%" />
              </svg>
              <span className="number">
                {numberOf(ms, "ms")}, {Math.round(shareRatio * 100)} %
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="sub">
        Rests on {plain(basis)}.{unknown !== undefined && ` ${plain(unknown)}`}
      </p>
    </>
  );
}
