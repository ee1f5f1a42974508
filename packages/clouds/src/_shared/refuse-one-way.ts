import { isDeepStrictEqual } from "node:util";
import type { MoveRequest } from "@skylane/core";
import { cloudError } from "./errors.ts";

/** @throws ERR_ACTUATOR_UNKNOWN where the path to leave and the path to take are one: nothing could move */
export function refuseOneWay({
  groupId,
  sideId,
  from,
  to,
}: Pick<MoveRequest, "groupId" | "sideId" | "from" | "to">): void {
  if (!isDeepStrictEqual(from, to)) return;
  throw cloudError(
    "ERR_ACTUATOR_UNKNOWN",
    `group ${groupId}, side ${sideId}: both paths have the handle ${Object.values(to).join(" ")}; give each path its own`,
    { groupId, sideId },
  );
}
