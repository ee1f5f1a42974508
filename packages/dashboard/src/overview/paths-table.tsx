import type { Overview, PathView } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { failBack, moveToBackup } from "../api/moves.ts";
import { ago } from "../shell/ago.ts";
import { AskTwice } from "../shell/ask-twice.tsx";
import { Scroll } from "../shell/scroll.tsx";
import { StateMark } from "../shell/state-mark.tsx";
import { Sparkline } from "./sparkline.tsx";

/** Every probed path, by group, with what its group can be asked to do. */
export const PathsTable = ({ overview }: { readonly overview: Overview }) => (
  <section className="card" aria-labelledby="paths-title">
    <div className="card-head">
      <h2 id="paths-title">Paths</h2>
    </div>
    <Scroll label="Table of paths">
      <table>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Path</th>
            <th scope="col">State</th>
            <th scope="col">Role</th>
            <th scope="col" className="number">
              RTT p50
            </th>
            <th scope="col" className="number">
              Baseline
            </th>
            <th scope="col" className="number">
              Loss
            </th>
            <th scope="col">Last samples</th>
            <th scope="col">
              <span className="hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {overview.groups.map((group) =>
            overview.paths
              .filter(({ groupId }) => groupId === group.id)
              .map((path, i) => (
                <tr key={path.id} className={i === 0 ? "first" : ""}>
                  {i === 0 && (
                    <th scope="rowgroup" rowSpan={group.pathIds.length} className="of-group">
                      {group.id}
                      <span className="level">{group.automation}</span>
                    </th>
                  )}
                  <td>
                    <Link to="/paths/$pathId" params={{ pathId: path.id }}>
                      {path.id}
                    </Link>
                  </td>
                  <td>
                    <StateMark state={path.state} />
                    {path.sinceMs !== undefined && <span className="sub"> {ago(overview.atMs - path.sinceMs)}</span>}
                  </td>
                  <td>
                    {path.role}
                    {path.isCarrying && <span className="carries">carries</span>}
                  </td>
                  <td className="number">{ms(path.rttP50Ms)}</td>
                  <td className="number">{ms(path.baselineRttMs)}</td>
                  <td className="number">{loss(path)}</td>
                  <td>
                    <Sparkline samples={path.recent} />
                  </td>
                  <td>
                    {i === 0 && group.automation === "act" && (
                      <GroupAction
                        groupId={group.id}
                        activeIncidentId={group.activeIncidentId}
                        status={overview.incidents.find(({ id }) => id === group.activeIncidentId)?.status}
                      />
                    )}
                  </td>
                </tr>
              )),
          )}
        </tbody>
      </table>
    </Scroll>
    {overview.paths.length === 0 && (
      <p className="empty">No path is probed. Declare groups and vantages in skylane.yaml.</p>
    )}
  </section>
);

const ms = (value: number | undefined): string => (value === undefined ? "–" : `${value.toFixed(1)} ms`);
const loss = ({ lossRatio }: PathView): string => (lossRatio === undefined ? "–" : `${Math.round(lossRatio * 100)} %`);

/** One button per group. */
function GroupAction({
  groupId,
  activeIncidentId,
  status,
}: {
  readonly groupId: string;
  readonly activeIncidentId: string | undefined;
  readonly status: string | undefined;
}) {
  if (activeIncidentId === undefined)
    return (
      <AskTwice
        key="move"
        action="order-failover"
        label="Move to backup"
        sure="Yes, move to backup"
        run={() => moveToBackup(groupId)}
      />
    );
  if (status !== "moved") return null;
  return (
    <AskTwice
      key="back"
      action="order-failback"
      label="Fail back"
      sure="Yes, fail back"
      run={() => failBack(activeIncidentId)}
    />
  );
}
