import type { PathDetail, PathView } from "@skylane/core";
import { useState } from "react";
import { counted, rate } from "../explore/words.ts";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";

const SHOWN = 10;

/** The flows of the group: they are on this path while it carries the group. */
export function Carried({
  detail: { flows, groupId },
  path,
}: {
  readonly detail: PathDetail;
  readonly path: PathView | undefined;
}) {
  const [isAll, setAll] = useState(false);
  const needed = flows.reduce((sum, { neededMbps }) => sum + neededMbps, 0);
  const shown = isAll ? flows : flows.slice(0, SHOWN);
  return (
    <Card
      title={path?.isCarrying ? "Who it carries" : "Who it would carry"}
      head={<span className="sub">{`${counted(flows.length, "flow")}, ${rate(needed)} at the peak`}</span>}
    >
      {flows.length === 0 && <p className="empty">No flow is declared for {plain(groupId)}.</p>}
      {flows.length > 0 && (
        <Scroll label="Table of flows">
          <table>
            <thead>
              <tr>
                <th scope="col">Flow</th>
                <th scope="col">Class</th>
                <th scope="col">From</th>
                <th scope="col">To</th>
                <th scope="col" className="number">
                  Peak
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ id, class: rank, source, destination, neededMbps }) => (
                <tr key={id}>
                  <th scope="row">{plain(id)}</th>
                  <td>{rank}</td>
                  <td>{source.ip}</td>
                  <td>
                    {destination.ip}:{destination.port}
                  </td>
                  <td className="number">{neededMbps === 0 ? "unknown" : rate(neededMbps)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {flows.length > SHOWN && (
        <button type="button" onClick={() => setAll(!isAll)}>
          {isAll ? "Show fewer" : `Show all ${flows.length}`}
        </button>
      )}
    </Card>
  );
}
