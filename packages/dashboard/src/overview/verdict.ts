import type { Overview } from "@skylane/core";
import { ago } from "../shell/ago.ts";
import type { Verdict } from "../shell/verdict.ts";

/** Is anything wrong, what did Skylane do, what needs a person; pure. */
export function verdictOf(overview: Overview): Verdict {
  const needsHuman = overview.incidents.find(({ status }) => status === "needs-human");
  if (needsHuman)
    return {
      tone: "bad",
      text: `${needsHuman.groupId} needs a person`,
      detail: needsHuman.reason ?? "Routes may be half changed.",
    };
  const open = overview.incidents.find(({ status }) => status === "open");
  if (open)
    return {
      tone: "bad",
      text: `${open.fromPathId} has failed; moving ${open.groupId} to ${open.toPathId ?? "nothing"}`,
      detail: "The move is proven by traffic before it counts.",
    };
  const moved = overview.incidents.filter(({ status }) => status === "moved");
  const [first] = moved;
  if (first)
    return {
      tone: "watch",
      text:
        moved.length === 1
          ? `${first.groupId} runs on its backup ${first.toPathId ?? ""}`
          : `${moved.length} groups run on their backups`,
      detail: `Moved ${ago(overview.atMs - first.openedAtMs)} ago from ${first.fromPathId}; ${first.proof?.answeredCount ?? 0} of ${first.proof?.sentCount ?? 0} proof requests answered.`,
    };
  const bad = overview.paths.filter(({ state }) => state === "down" || state === "degraded");
  const [worst] = bad;
  if (worst)
    return {
      tone: worst.isCarrying ? "bad" : "watch",
      text: bad.length === 1 ? `${worst.id} is ${worst.state}` : `${bad.length} paths are bad`,
      detail: bad.map(({ id, state }) => `${id} ${state}`).join(", "),
    };
  const predicted = overview.predictions.filter(({ cameAtMs }) => cameAtMs === undefined);
  const [soonest] = predicted;
  if (soonest)
    return {
      tone: "watch",
      text:
        predicted.length === 1
          ? `${soonest.pathId} is likely to get worse`
          : `${predicted.length} paths are likely to get worse`,
      detail: predicted
        .map((one) => `${one.pathId}: ${one.signs.join(", ")}${due(one.dueMs, overview.atMs)}`)
        .join("; "),
    };
  if (overview.paths.length > 0 && overview.paths.every(({ state }) => state === "unknown"))
    return { tone: "watch", text: "Nothing has been probed yet", detail: "The first burst begins within a minute." };
  const unknown = overview.paths.filter(({ state }) => state === "unknown");
  if (unknown.length > 0)
    return {
      tone: "watch",
      text: `${unknown.length} of ${overview.paths.length} paths are not seen`,
      detail: `No vantage reports on ${unknown.map(({ id }) => id).join(", ")}.`,
    };
  return {
    tone: "good",
    text: `All ${overview.paths.length} probed paths are up`,
    detail: `${overview.flowCount} flows over ${overview.connections.length} declared connections.`,
  };
}

const due = (dueMs: number | undefined, nowMs: number): string =>
  dueMs === undefined ? "" : dueMs > nowMs ? `, in about ${ago(dueMs - nowMs)}` : ", any moment";
