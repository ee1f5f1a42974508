import type { Overview, PathDetail } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { Card } from "../shell/page.tsx";
import { plain } from "../shell/plain-text.ts";
import { StateMark } from "../shell/state-mark.tsx";

const LEVELS = {
  observe: "Skylane records failures of this group, and touches nothing.",
  advise: "Skylane says what it would do, and touches nothing.",
  act: "Skylane moves this group by itself within its limits.",
} as const;

/** Which paths of the group come in which order, which may not, and what happens at each single failure. */
export function Plan({ detail, overview }: { readonly detail: PathDetail; readonly overview: Overview }) {
  const { plan, groupId } = detail;
  const group = overview.groups.find(({ id }) => id === groupId);
  const known = (id: string) => overview.paths.find((path) => path.id === id);
  const ranked = plan
    ? [
        { id: plan.primaryPathId, role: "primary" },
        ...(plan.backupPathId === undefined ? [] : [{ id: plan.backupPathId, role: "backup" }]),
        ...plan.spares.map(({ pathId }, i) => ({ id: pathId, role: `spare ${i + 1}` })),
      ]
    : [];
  return (
    <Card title={`Plan of ${plain(groupId)}`} head={group && <span className="level">{group.automation}</span>}>
      {group && <p className="sub">{LEVELS[group.automation]}</p>}
      {!plan && <p className="empty">No plan is stored yet: it is made with the next look at the paths.</p>}
      {plan && (
        <>
          <ol className="ranked">
            {ranked.map(({ id, role }) => {
              const path = known(id);
              return (
                <li key={id} aria-current={id === detail.pathId ? "true" : undefined}>
                  <span className="role">{role}</span>
                  <Link to="/paths/$pathId" params={{ pathId: id }}>
                    {plain(id)}
                  </Link>
                  {path && <StateMark state={path.state} />}
                  {path?.isCarrying && <span className="carries">carries</span>}
                </li>
              );
            })}
            {plan.ruledOut.map(({ pathId, rule }) => (
              <li key={pathId}>
                <span className="role">ruled out</span>
                <Link to="/paths/$pathId" params={{ pathId }}>
                  {plain(pathId)}
                </Link>
                <span className="sub">{plain(rule)}</span>
              </li>
            ))}
          </ol>
          {plan.backupPathId === undefined && (
            <p className="error">
              No other path is allowed: if the primary fails, traffic stays and a person is paged.
            </p>
          )}
          {plan.cases.length > 0 && (
            <details>
              <summary>If one thing fails ({plan.cases.length})</summary>
              <ul className="plain-list">
                {plan.cases.map(({ riskId, toPathId }) => (
                  <li key={riskId}>
                    <code>{plain(riskId)}</code> →{" "}
                    {toPathId === undefined ? "no way left: stay, and page" : plain(toPathId)}
                  </li>
                ))}
              </ul>
            </details>
          )}
          <details>
            <summary>What a move would change ({plan.changes.length})</summary>
            <ul className="plain-list">
              {plan.changes.map(({ id, summary, actuator }) => (
                <li key={id}>
                  {plain(summary)} <code>{plain(actuator)}</code>
                </li>
              ))}
            </ul>
          </details>
          <p className="sub">
            Computed beforehand, plan <code>{plan.hash.slice(0, 12)}</code>. It is proven with{" "}
            {plan.proofFlowIds.length === 0 ? "no flow" : plan.proofFlowIds.map(plain).join(", ")}.
          </p>
        </>
      )}
    </Card>
  );
}
