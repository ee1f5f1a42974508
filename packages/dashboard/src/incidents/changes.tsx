import type { IncidentRecord } from "@skylane/core";
import { usd } from "../explore/words.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";

const READ_BACK = { shown: "✓ as wanted", restored: "↺ as before again", unknown: "? not read back" } as const;

/** Every route of the move: what was there, what it was to be, and what the cloud showed after. */
export const Changes = ({ record: { calls, isPlanKnown, incident } }: { readonly record: IncidentRecord }) => (
  <Card title="Routes">
    {calls.length === 0 && (
      <p className="empty">
        {isPlanKnown || incident.preImages.length === 0
          ? "No route was written."
          : `The plan of then is not stored any more; ${incident.preImages.length} routes were read before the first write.`}
      </p>
    )}
    {calls.length > 0 && (
      <Scroll label="Table of routes">
        <table className="routes-written">
          <thead>
            <tr>
              <th scope="col">Change</th>
              <th scope="col">Before</th>
              <th scope="col">To</th>
              <th scope="col">Read back</th>
            </tr>
          </thead>
          <tbody>
            {calls.map(({ change, before, readBack }) => (
              <tr key={change.id}>
                <th scope="row" className="wrap">
                  {plain(change.summary)}
                  <span className="sub"> {plain(change.actuator)}</span>
                </th>
                <td className="wrap">{before ? pairs(before.state) : "not read"}</td>
                <td className="wrap">{pairs(change.desired)}</td>
                <td>{READ_BACK[readBack]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    )}
  </Card>
);

const pairs = (state: Readonly<Record<string, string>> | null): string =>
  state === null
    ? "nothing"
    : Object.entries(state)
        .map(([key, value]) => `${plain(key)} ${plain(value)}`)
        .join(", ");

/** Alarms of the clouds around it, what the move costs, and what comes next. */
export const Around = ({ record: { alarms, cost, next, decision } }: { readonly record: IncidentRecord }) => (
  <Card title="Around it">
    <h3 className="part">Decision</h3>
    <p>
      {plain(decision.says)}
      {decision.rule !== undefined && <code> {plain(decision.rule)}</code>}
    </p>
    <h3 className="part">Alarms of the clouds</h3>
    {alarms.length === 0 && <p className="sub">None was told around that time.</p>}
    <ul className="plain-list">
      {alarms.map(({ atMs, name, cloud, kind, isRaised }) => (
        <li key={`${atMs}${name}${isRaised}`}>
          {plain(name)}{" "}
          <span className="sub">
            {cloud}, {kind} {isRaised ? "raised" : "cleared"}
          </span>
        </li>
      ))}
    </ul>
    <h3 className="part">Cost of the move</h3>
    <p className="sub">
      {cost.extraDailyUsd === undefined
        ? "Not known: prices or volumes of its flows are missing."
        : `${usd(Math.abs(cost.extraDailyUsd))} a day ${cost.extraDailyUsd < 0 ? "less" : "more"}, at list prices${cost.unknownFlowIds.length > 0 ? `; ${cost.unknownFlowIds.length} flows are not known` : ""}.`}
    </p>
    <h3 className="part">What comes next</h3>
    <ul className="plain-list">
      {next.map((line) => (
        <li key={line}>{plain(line)}</li>
      ))}
    </ul>
  </Card>
);
