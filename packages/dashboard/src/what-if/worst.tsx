import type { WhatIfList } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { cutMiddle, plain } from "../shell/plain-text.ts";
import { briefly, kindNames } from "./words.ts";

const SHOWN = 12;

/** Every single failure as a row, worst first: what an architect mends first. */
export function Worst({ list }: { readonly list: WhatIfList }) {
  const [isWhole, setWhole] = useState(false);
  if (list.seenAtMs === null) return null;
  const shown = isWhole ? list.failures : list.failures.slice(0, SHOWN);
  const most = Math.max(
    1,
    ...list.failures.map(({ lostCount, endedCount, movedCount }) => lostCount + endedCount + movedCount),
  );
  return (
    <section className="card" aria-labelledby="worst">
      <div className="card-head">
        <h2 id="worst">Worst single failures</h2>
        <ul className="legend" aria-label="How the bars read">
          <li>
            <span className="swatch lost" aria-hidden="true" />
            lost
          </li>
          <li>
            <span className="swatch ended" aria-hidden="true" />
            ended with their network
          </li>
          <li>
            <span className="swatch moved" aria-hidden="true" />
            moved
          </li>
        </ul>
      </div>
      <div className="scroll">
        <table className="worst">
          <thead>
            <tr>
              <th scope="col">Without</th>
              <th scope="col">Flows</th>
              <th scope="col" className="fate-cell">
                <span className="hidden">As a bar</span>
              </th>
              <th scope="col">Too small then</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, kind, name, ...counts }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to="/what-if" search={{ kill: [id] }} title={plain(id)}>
                    {cutMiddle(name, 36)}
                  </Link>{" "}
                  <span className="sub">{kindNames[kind]}</span>
                </th>
                <td>
                  {briefly(counts)}
                  {counts.criticalLostCount > 0 && (
                    <strong className="critical"> {counts.criticalLostCount} critical</strong>
                  )}
                </td>
                <td className="fate-cell" aria-hidden="true">
                  <svg className="fate-bar" aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">
                    <rect className="lost" x="0" width={(counts.lostCount / most) * 100} height="10" />
                    <rect
                      className="ended"
                      x={(counts.lostCount / most) * 100}
                      width={(counts.endedCount / most) * 100}
                      height="10"
                    />
                    <rect
                      className="moved"
                      x={((counts.lostCount + counts.endedCount) / most) * 100}
                      width={(counts.movedCount / most) * 100}
                      height="10"
                    />
                  </svg>
                </td>
                <td>
                  {counts.overloadCount === 0 ? (
                    <span className="sub">–</span>
                  ) : (
                    `${counts.overloadCount} ${counts.overloadCount === 1 ? "link" : "links"}`
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {list.failures.length > SHOWN && (
        <button type="button" onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Show the worst" : `Show all ${list.failures.length.toLocaleString("en-US")}`}
        </button>
      )}
      {list.alreadyLostIds.length > 0 && (
        <p className="sub">
          Without an allowed way even now: {list.alreadyLostIds.slice(0, 8).map(plain).join(", ")}
          {list.alreadyLostIds.length > 8 && ` and ${list.alreadyLostIds.length - 8} more`}.
        </p>
      )}
    </section>
  );
}
