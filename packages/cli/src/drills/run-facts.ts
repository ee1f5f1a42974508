import type { DrillReport } from "@skylane/core";
import { span } from "../output.ts";

const spanOf = (ms: number | undefined): string => (ms === undefined ? "not known" : span(ms));
const instant = (ms: number | undefined): string => (ms === undefined ? "–" : new Date(ms).toISOString());

/** What a report says, name by name; nothing of it is escaped yet. */
export function runFacts({ run, seal }: DrillReport): readonly (readonly [string, string])[] {
  const { measured, restored } = run;
  return [
    ["estate", run.estate],
    ["group", run.groupId],
    ["kind", run.kind],
    ["ordered by", run.by],
    ["ordered", instant(run.orderedAtMs)],
    ["ended", instant(run.endedAtMs)],
    ["allowed without an answer", spanOf(run.targetRtoMs)],
    ...(measured
      ? ([
          ["measured without an answer", spanOf(measured.rtoMs)],
          ["from the order to the backup", spanOf(measured.switchMs)],
          ["requests lost", `${measured.lostCount} of ${measured.sentCount}`],
          ["expected path", measured.expectedPathId],
          ["path that carried it", measured.actualPathId ?? "not known"],
        ] as const)
      : []),
    ...(restored
      ? ([
          ["afterwards", restored.isAsBefore ? "everything reads as before" : restored.open.join("; ")],
          ["routes as before", `${restored.routesAsBeforeCount} of ${restored.routeCount}`],
        ] as const)
      : []),
    ["sealed by", seal ? `Ed25519 key ${seal.keyId}` : "nobody"],
  ];
}
