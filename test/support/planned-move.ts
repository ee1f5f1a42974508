import type { Actuator, MoveRequest, RouteChange } from "@skylane/core";

/** What a knob plans for a move, and the first change of it. */
export function planMove(actuator: Actuator, request: MoveRequest) {
  const changes = actuator.plan(request);
  const [change] = changes;
  if (!change) throw new Error("no change");
  return { actuator, change, changes };
}

/** The one change of a move, or its first. */
export const changeOf = (actuator: Actuator, request: MoveRequest): RouteChange => planMove(actuator, request).change;
