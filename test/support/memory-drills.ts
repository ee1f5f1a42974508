import type { ActiveDrill, DrillReport } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import * as z from "zod";
import { memoryVersions } from "./memory-versions.ts";

interface Testable {
  readonly deadPaths: Set<string>;
}

/** The ports of drills in memory. The official test takes the path of its settings away, as long as it runs. */
export function memoryDrills(
  world: Testable,
  byGroup: Map<string, ActiveDrill>,
  reports: Map<string, DrillReport>,
): Pick<Deps, "activeDrills" | "drills" | "faultTests" | "sealer"> {
  const testing = new Set<string>();
  return {
    activeDrills: memoryVersions(byGroup, ({ runId }) => runId),
    drills: {
      async open(run) {
        const present = reports.get(run.runId);
        if (!present) reports.set(run.runId, { run });
        return present?.run ?? run;
      },
      save: async (report) => void reports.set(report.run.runId, report),
      find: async (runId) => reports.get(runId),
      list: async (limitCount) =>
        [...reports.values()].sort((a, b) => b.run.orderedAtMs - a.run.orderedAtMs).slice(0, limitCount),
    },
    faultTests: {
      test: (id) => ({
        id,
        settings: z.record(z.string(), z.string()),
        async start({ pathId = "" }) {
          if (testing.has(pathId)) return "already";
          testing.add(pathId);
          world.deadPaths.add(pathId);
          return "started";
        },
        read: async ({ pathId = "" }) => ({ isTesting: testing.has(pathId), isUp: !world.deadPaths.has(pathId) }),
        async stop({ pathId = "" }) {
          if (!testing.delete(pathId)) return "already";
          world.deadPaths.delete(pathId);
          return "stopped";
        },
      }),
    },
    sealer: { seal: async () => undefined, publicKey: async () => undefined },
  };
}
