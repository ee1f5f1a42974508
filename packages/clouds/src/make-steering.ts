import type { Actuator, PathCounters, SkylaneConfig, Steering } from "@skylane/core";
import { explainIssues } from "@skylane/core";
import type { Cloud, CloudContext } from "./_shared/define-cloud.ts";
import { cloudError } from "./_shared/errors.ts";
import { allSteering } from "./_steering.gen.ts";

/** Every actuator and counter of every cloud, found by id. @throws ERR_ACTUATOR_UNKNOWN with the ids there are */
export function makeSteering(context: CloudContext, clouds: readonly Cloud[] = allSteering): Steering {
  const actuators = new Map<string, Actuator>();
  const counters = new Map<string, PathCounters>();
  for (const cloud of clouds) {
    for (const actuator of cloud.actuators?.(context) ?? []) actuators.set(actuator.id, actuator);
    for (const [id, one] of Object.entries(cloud.counters?.(context) ?? {})) counters.set(id, one);
  }
  return {
    actuator(id) {
      const found = actuators.get(id);
      if (found) return found;
      throw cloudError(
        "ERR_ACTUATOR_UNKNOWN",
        `there is no actuator "${id}"; there are ${[...actuators.keys()].join(", ")}`,
        { actuator: id },
      );
    },
    counters: (actuatorId) => counters.get(actuatorId),
  };
}

/** Checks the parts of a configuration only the adapters understand: each side's settings and each path's handles. @throws ERR_ACTUATOR_UNKNOWN */
export function checkSteering(config: SkylaneConfig, steering: Steering): void {
  for (const group of config.groups)
    for (const side of group.sides) {
      if (!side.steering) continue;
      const { actuator: id, settings } = side.steering;
      const actuator = steering.actuator(id);
      const checks = [
        { at: "settings", result: actuator.settings.safeParse(settings) },
        ...group.paths.map((path) => ({
          at: `handle of path ${path.id}`,
          result: actuator.handle.safeParse(path.handles[side.id]),
        })),
      ];
      for (const { at, result } of checks)
        if (!result.success)
          throw cloudError(
            "ERR_ACTUATOR_UNKNOWN",
            `group ${group.id}, side ${side.id}, ${at} does not fit ${id}: ${explainIssues(result.error)}`,
            {
              groupId: group.id,
              actuator: id,
            },
          );
    }
}
