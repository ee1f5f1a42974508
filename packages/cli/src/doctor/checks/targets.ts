import type { PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

/** Which probe targets do not answer where they are probed from, by what was stored last. */
export function judgeTargets(
  groups: SkylaneConfig["groups"],
  records: readonly Pick<PathHealthRecord, "pathId" | "vantageId" | "health">[],
): readonly Verdict[] {
  return groups.flatMap(({ paths }) =>
    paths.flatMap(({ id, probe }) => {
      const { state } = records.find((one) => one.pathId === id && one.vantageId === probe.vantageId)?.health ?? {};
      const target = `${probe.host}:${probe.port}`;
      const todo = `skylane failover history --timeline; from ${probe.vantageId} nothing but this path may lead to ${target}`;
      if (state === "down") return [failed(`${id} is down: ${target} does not answer ${probe.vantageId}`, todo)];
      if (state === "degraded") return [warning(`${id} is degraded, seen from ${probe.vantageId}`, todo)];
      return state === "up" ? [] : [warning(`${id} is unknown: no sample of ${target} counts yet`, todo)];
    }),
  );
}

export const targets: Check = {
  id: "targets",
  timeLimitMs: QUICK_MS,
  async look({ config, deps }) {
    const count = config.groups.reduce((sum, { paths }) => sum + paths.length, 0);
    return unlessNone(judgeTargets(config.groups, await deps.health.list()), `${count} probe targets answer`);
  },
};
