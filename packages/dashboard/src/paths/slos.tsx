import type { SloView } from "@skylane/core";
import { useQuery } from "@tanstack/react-query";
import { fetchSlos } from "../api/slos.ts";
import { clock } from "../shell/clock.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { leftText, minutesText, promise, ratioText, toneOf, windowText } from "./slo-words.ts";

const ASK_MS = 60_000;
const STATES = { good: "up", watch: "degraded", bad: "down" } as const;
const MARKS = { good: "●", watch: "◐", bad: "✕" } as const;

/** What is promised of a path, what of the promise is left, and how fast it is used up. */
export function Slos({ pathId }: { readonly pathId: string }) {
  const { data, error } = useQuery({ queryKey: ["slos"], queryFn: fetchSlos, refetchInterval: ASK_MS, retry: false });
  const own = data?.slos.filter((one) => one.pathId === pathId) ?? [];
  return (
    <Card
      title="Error budget"
      head={data?.periodDays !== undefined && <span className="sub">of {data.periodDays} days, ending today</span>}
    >
      {error && (
        <p role="alert" className="error">
          {plain(error.message)}
        </p>
      )}
      {data && own.length === 0 && (
        <p className="empty">
          {data.periodDays === undefined
            ? "Nothing is promised: there is no slos in skylane.yaml."
            : "Nothing has been counted of this path yet."}
        </p>
      )}
      <ul className="slo-budgets">
        {own.map((slo) => (
          <li key={`${slo.slo} ${slo.vantageId}`}>
            <Budget slo={slo} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Budget({ slo }: { readonly slo: SloView }) {
  const { remainingRatio, budgetMinutes, badMinutes, seenMinutes, achievedRatio, burnRates, burning, vantageId } = slo;
  const tone = toneOf(slo);
  const left = Math.min(1, Math.max(0, remainingRatio));
  return (
    <>
      <p className="budget-head">
        <span>
          <strong>{plain(promise(slo))}</strong> <span className="sub">as {plain(vantageId)} sees it</span>
        </span>
        <span className={`state ${STATES[tone]}`}>
          <span aria-hidden="true">{MARKS[tone]}</span> {leftText(remainingRatio)}
        </span>
      </p>
      <div className={`slo-bar ${tone}`} aria-hidden="true">
        <span style={{ width: `${left * 100}%` }} />
      </div>
      <p className="sub">
        {minutesText(badMinutes)} of {minutesText(budgetMinutes)} used
        {achievedRatio === undefined
          ? "; it was not seen"
          : `; ${ratioText(Math.floor(achievedRatio * 1e5) / 1e5)} achieved in ${minutesText(seenMinutes)} that it was seen`}
      </p>
      {burnRates.length > 0 && (
        <Scroll label={`Burn rates: ${plain(promise(slo))}`}>
          <table className="burn">
            <caption className="hidden">How fast it is used up; 1 = it lasts just as long as the period</caption>
            <thead>
              <tr>
                <th scope="col">Over</th>
                {burnRates.map(({ windowMs }) => (
                  <th scope="col" key={windowMs} className="number">
                    {windowText(windowMs)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">Burn rate</th>
                {burnRates.map(({ windowMs, burnRate }) => (
                  <td key={windowMs} className={burnRate > 1 ? "number fast" : "number"}>
                    {burnRate.toFixed(1)}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </Scroll>
      )}
      {burning && (
        <p className="error">
          It is used up too fast: {burning.severity === "page" ? "somebody was paged" : "a ticket was opened"} at{" "}
          {clock(burning.sinceMs)}.
        </p>
      )}
    </>
  );
}
