import type { DrillCase, Seen } from "./drill-case.ts";

/** What a case came to, and whether that is right; pure. */
export type Verdict = Pick<DrillCase, "outcome" | "isRight" | "because">;

/**
 * Judges a case by what traffic saw, and by Skylane's words only where it says that it refused. Right is: traffic came back while
 * the fault was still there, or was never gone; or it stayed because no allowed path is left or a side has no knob, and said so. Never right: traffic on
 * a path that a policy forbids, traffic lost by the fail back, a move for a fault on a path that carries nothing.
 */
export function judgeCase(seen: Seen): Verdict {
  const {
    role,
    status,
    rule,
    toPathId,
    allowedPathIds,
    restoredMs,
    lostCount,
    lostDuringFailbackCount,
    isBack,
    canAct,
  } = seen;
  const wrong = (outcome: DrillCase["outcome"], because: string): Verdict => ({ outcome, isRight: false, because });
  const right = (outcome: DrillCase["outcome"], because: string): Verdict => ({ outcome, isRight: true, because });
  if (status === "moved" && (toPathId === undefined || !allowedPathIds.includes(toPathId)))
    return wrong("moved", `traffic went to ${toPathId ?? "no path"}, which is not allowed`);
  if (status === "moved") {
    if (role === "backup") return wrong("moved", "the path carried nothing, and traffic was moved all the same");
    if (restoredMs === undefined) return wrong("not-restored", "it was moved, and the application still lost requests");
    if (!isBack) return wrong("moved", "traffic did not fail back once the fault was gone");
    if (lostDuringFailbackCount > 0)
      return wrong("moved", `${lostDuringFailbackCount} requests were lost by the fail back`);
    return right("moved", `moved to ${toPathId}, and back without a loss`);
  }
  if (status === "repaired-by-routing")
    return restoredMs === undefined
      ? wrong("not-restored", "routing was trusted, and the application still lost requests")
      : right("repaired-by-routing", "routing had moved it; verified by traffic and recorded");
  if (lostCount === 0) return right("unaffected", role === "backup" ? "it carried nothing" : "no request was lost");
  if (restoredMs !== undefined && status === undefined)
    return right("repaired-by-routing", "routing moved it before anything had to be decided");
  if (status === "refused" && rule === "no-allowed-backup") return right("refused", "no other path is allowed");
  if (status === "refused" && rule === "automation-level" && !canAct)
    return right("refused", "a side of the group has no knob, so Skylane says what it would do and does not do it");
  if (status === "refused" && rule === "not-symmetric" && !canAct)
    return right("refused", "one direction takes it, and a side of the group has no knob: told, and nothing moved");
  if (status === "refused") return wrong("refused", `it stayed by the rule ${rule ?? "?"}`);
  return wrong("not-restored", status === undefined ? "nothing was noticed" : `the incident ended as ${status}`);
}
