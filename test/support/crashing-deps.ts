import type { Actuator } from "@skylane/core";
import type { MemoryDeps } from "./memory-deps.ts";

/** The ports of a process that may stop at any call of any port: `before` runs first and throws when the process is dead. */
export function crashingDeps(deps: MemoryDeps, before: () => Promise<void>): MemoryDeps {
  const stopped = <Port extends object>(port: Port): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, call]) => [
        name,
        typeof call !== "function"
          ? call
          : async (...args: unknown[]) => {
              await before();
              return (call as (...given: unknown[]) => unknown)(...args);
            },
      ]),
    ) as Port;
  /** Planning is a pure function: it is no call. */
  const stoppedActuator = (actuator: Actuator): Actuator => ({ ...stopped(actuator), plan: actuator.plan });
  return {
    ...deps,
    incidents: stopped(deps.incidents),
    plans: stopped(deps.plans),
    leases: stopped(deps.leases),
    overrides: stopped(deps.overrides),
    killSwitch: stopped(deps.killSwitch),
    approvals: stopped(deps.approvals),
    health: stopped(deps.health),
    alarms: stopped(deps.alarms),
    publisher: stopped(deps.publisher),
    prober: stopped(deps.prober),
    drills: stopped(deps.drills),
    activeDrills: stopped(deps.activeDrills),
    faultTests: { test: (id) => stopped(deps.faultTests.test(id)) },
    steering: { ...deps.steering, actuator: (id) => stoppedActuator(deps.steering.actuator(id)) },
  };
}

/** Lets `count` calls through, then the process is dead for good. */
export function dyingAfter(count: number): () => Promise<void> {
  let left = count;
  return async () => {
    if (left <= 0) throw new Error("the process is dead");
    left -= 1;
  };
}
