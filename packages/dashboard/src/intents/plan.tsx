import type { ConnectPlan } from "@skylane/core";
import { plain } from "../shell/plain-text.ts";
import { count, linesTogether, monthly, shortIds, span, wayNames } from "./words.ts";

const SHOWN = 12;

/** What the plan changes: ways, routes, who reaches whom, rules; what it costs; how it is undone. */
export function Plan({ plan }: { readonly plan: ConnectPlan }) {
  const { ways, routes, reach, security, cost } = plan;
  const lines = linesTogether(cost.lines);
  return (
    <section className="card connect-plan" aria-labelledby="plan">
      <div className="card-head">
        <h2 id="plan">The plan</h2>
        <span className="sub">
          {count(plan.steps.length, "object")}, about {span(plan.expectedDurationMs)}; nothing else is touched
        </span>
      </div>
      <div className="plan-parts">
        <div>
          <h3>Ways</h3>
          <ul>
            {ways.slice(0, SHOWN).map((way) => (
              <li key={way.intentId}>
                <strong>{wayNames[way.kind]}</strong>
                {way.connectionIds.length > 0 && ` by ${way.connectionIds.map(plain).join(", ")}`} to{" "}
                {addressOf(way.destinationAddress)}
                <div className="sub">
                  {[
                    way.isEncrypted ? "encrypted" : "not encrypted",
                    way.isPublic ? "crosses the internet" : "private",
                    way.expectedRttMs === undefined
                      ? "round trip not known"
                      : `about ${way.expectedRttMs.toFixed(1)} ms (${way.rttFrom ?? "estimated"})`,
                  ].join(" · ")}
                </div>
                {way.notChosen.length > 0 && (
                  <details>
                    <summary className="sub">Other ways that were looked at</summary>
                    <ul>
                      {way.notChosen.map(({ way: other, because }) => (
                        <li key={other}>
                          {plain(other)}: {plain(because)}
                        </li>
                      ))}
                    </ul>
                  </details>
                )}
              </li>
            ))}
          </ul>
          <More all={ways.length} />
        </div>
        <div>
          <h3>Cost</h3>
          <p className="plan-total">
            {cost.totalMonthlyUsd === undefined && cost.fixedMonthlyUsd !== undefined ? "at least " : ""}
            {monthly(cost.totalMonthlyUsd ?? cost.fixedMonthlyUsd)} <span className="sub">a month</span>
          </p>
          <table className="lines">
            <tbody>
              {lines.slice(0, SHOWN).map(({ what, lineCount, monthlyUsd }) => (
                <tr key={what}>
                  <th scope="row">
                    {lineCount > 1 && `${lineCount} × `}
                    {plain(what)}
                  </th>
                  <td className="number">{monthly(monthlyUsd)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <More all={lines.length} />
          {cost.unknown.length > 0 && <p className="sub">Not known: {cost.unknown.map(plain).join("; ")}</p>}
          {cost.breakEvenGb !== undefined && (
            <p className="sub">
              From {Math.round(cost.breakEvenGb).toLocaleString("en-US")} GB a month a circuit would be cheaper.
            </p>
          )}
        </div>
      </div>
      <h3>What changes for packets</h3>
      {routes.length + reach.length + security.length === 0 && (
        <p className="empty">Nothing: the way is there already.</p>
      )}
      <ul className="diff">
        {reach.slice(0, SHOWN).map((one) => (
          <li key={`r${one.from}${one.to}${one.ports}`} className={one.isWanted ? "added" : "loud"}>
            <span aria-hidden="true">{one.isWanted ? "+" : "!"}</span> <Id of={one.from} /> reaches <Id of={one.to} />{" "}
            on {plain(one.ports)}
            <span className="sub"> {one.isWanted ? "as asked" : `though nobody asked: ${plain(one.because)}`}</span>
          </li>
        ))}
        {routes.slice(0, SHOWN).map((one) => (
          <li key={`t${one.owner}${one.prefix}`} className={one.after === null ? "removed" : "added"}>
            <span aria-hidden="true">{one.after === null ? "−" : one.before === null ? "+" : "~"}</span>{" "}
            {plain(one.prefix)} at <Id of={one.owner} />
            <span className="sub">
              {" "}
              {plain(one.before ?? "nothing")} → {plain(one.after ?? "nothing")}
            </span>
          </li>
        ))}
        {security.slice(0, SHOWN).map((one) => (
          <li key={`s${one.guard}${one.rule}`} className={one.change}>
            <span aria-hidden="true">{one.change === "added" ? "+" : "−"}</span> {plain(one.rule)}
            <span className="sub">
              {" "}
              at <Id of={one.guard} />
            </span>
          </li>
        ))}
      </ul>
      <More all={Math.max(reach.length, routes.length, security.length)} />
      {plan.undo.length > 0 && (
        <details>
          <summary>How it is undone, in {count(plan.undo.length, "step")}</summary>
          <ol>
            {plan.undo.map((line) => (
              <li key={line}>{plain(line)}</li>
            ))}
          </ol>
        </details>
      )}
      {plan.orders.map(({ title, markdown }) => (
        <details key={title}>
          <summary>{plain(title)}</summary>
          <pre>{plain(markdown)}</pre>
        </details>
      ))}
    </section>
  );
}

/** What a cloud calls a thing: the ends of a long id, and all of it to whoever points at it. */
const Id = ({ of }: { readonly of: string }) => <span title={plain(of)}>{shortIds(of)}</span>;

/** An address that is not known before its object is made stands as a reference to that object's step. */
const addressOf = (address: string) =>
  address.startsWith("{{") ? "the private endpoint that is made" : <code>{plain(address)}</code>;

const More = ({ all }: { readonly all: number }) =>
  all > SHOWN ? <p className="sub">and {(all - SHOWN).toLocaleString("en-US")} more; its document has all</p> : null;
