import type { OverrideList } from "@skylane/core";
import { endOverride } from "../api.ts";
import { ago } from "../verdict.ts";
import { AskTwice } from "./ask-twice.tsx";

const TO = { avoid: "keep off", prefer: "keep to" } as const;

/** What people have ordered for single paths, and the routes that moves hold away from where they belong. */
export const Overrides = ({ value, nowMs }: { readonly value: OverrideList; readonly nowMs: number }) => (
  <section className="card" aria-labelledby="overrides-title">
    <div className="card-head">
      <h2 id="overrides-title">Orders in force</h2>
      <span className="sub">They win over what Skylane would decide.</span>
    </div>
    {value.paths.length === 0 && value.moves.length === 0 ? (
      <p className="empty">None: all traffic is where Skylane has it by itself.</p>
    ) : (
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Path</th>
              <th scope="col">What</th>
              <th scope="col">Who</th>
              <th scope="col">Since</th>
              <th scope="col">Until</th>
              <th scope="col">
                <span className="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {value.paths.map(({ pathId, groupId, to, by, reason, setAtMs, untilMs }) => (
              <tr key={pathId}>
                <th scope="row">
                  {pathId} <span className="sub">{groupId}</span>
                </th>
                <td>{TO[to]}</td>
                <td className="who">
                  {by}
                  <span className="sub">{reason}</span>
                </td>
                <td>{ago(nowMs - setAtMs)} ago</td>
                <td>
                  {clock(untilMs)} <span className="sub">{ago(untilMs - nowMs)} left</span>
                </td>
                <td>
                  <AskTwice label="End" sure={`Yes, leave ${pathId} to Skylane`} run={() => endOverride(pathId)} />
                </td>
              </tr>
            ))}
            {value.moves.map(({ groupId, incidentId, fromPathId, toPathId, storedAtMs, expiresAtMs, ending }) => (
              <tr key={incidentId}>
                <th scope="row">
                  {fromPathId} → {toPathId ?? "?"} <span className="sub">{groupId}</span>
                </th>
                <td>{ending ? `${ending.stage.replaceAll("-", " ")} by the watchdog` : "moved"}</td>
                <td className="who">
                  Skylane
                  <span className="sub">{incidentId}</span>
                </td>
                <td>{ago(nowMs - storedAtMs)} ago</td>
                <td>
                  {clock(expiresAtMs)} <span className="sub">its lease, renewed while it stands</span>
                </td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
);

const clock = (ms: number): string =>
  new Date(ms).toLocaleString(undefined, { weekday: "short", hour: "2-digit", minute: "2-digit" });
