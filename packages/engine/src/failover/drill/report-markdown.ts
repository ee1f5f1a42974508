import { type DrillReport, markdownText as text } from "@skylane/core";

/** The report as a document for people; every name in it that comes from outside is escaped. */
export function drillMarkdown({ run, seal }: DrillReport): string {
  const { measured, restored } = run;
  return `${[
    `# Drill ${text(run.runId)}`,
    `**${run.status}**: ${text(run.reason, 600)}`,
    table([
      ["estate", text(run.estate)],
      ["group", text(run.groupId)],
      ["kind", run.kind === "official" ? "the cloud's own failover test" : "an ordered move and back, without a fault"],
      ["from", text(run.fromPathId ?? "not known")],
      ["ordered by", text(run.by)],
      ["ordered (UTC)", instant(run.orderedAtMs)],
      ["ended (UTC)", run.endedAtMs === undefined ? "–" : instant(run.endedAtMs)],
    ]),
    "## Measured",
    measured
      ? table([
          ["without an answer", milliseconds(measured.rtoMs)],
          ["allowed", milliseconds(run.targetRtoMs)],
          ["from the order to the first round on the backup", milliseconds(measured.switchMs)],
          ["requests lost", `${measured.lostCount} of ${measured.sentCount}`],
          ["expected path", text(measured.expectedPathId)],
          ["path that carried it", text(measured.actualPathId ?? "not known")],
          ["flows", measured.flowIds.map((id) => text(id)).join(", ")],
          ["time between rounds", `${measured.intervalMs} ms: nothing above is known closer`],
        ])
      : "Nothing was measured.",
    "## Afterwards",
    restored
      ? [
          restored.isAsBefore ? "Everything reads as before." : `Not as before: ${text(restored.open.join("; "), 600)}`,
          `${restored.routesAsBeforeCount} of ${restored.routeCount} routes read as before.`,
          ...(restored.isTestOver === undefined
            ? []
            : [
                restored.isTestOver
                  ? "The official test is over, the session is up."
                  : "The official test is not over.",
              ]),
        ].join(" ")
      : "Nothing was touched, or it was not read back.",
    "## Timeline",
    table(
      run.timeline.map(({ atMs, what }) => [instant(atMs), text(what, 400)]),
      ["time (UTC)", "what"],
    ),
    seal ? `Sealed by Ed25519 key ${seal.keyId}.` : "Not sealed.",
  ].join("\n\n")}\n`;
}

const instant = (ms: number): string => new Date(ms).toISOString().replace("T", " ").replace("Z", "");
const milliseconds = (ms: number | undefined): string => (ms === undefined ? "not known" : `${Math.round(ms)} ms`);
const table = (rows: readonly (readonly string[])[], head: readonly string[] = ["", ""]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
