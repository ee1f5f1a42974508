import { PathPlan } from "@skylane/core";
import { ask } from "./ask.ts";

/** Which way each flow should take, and what today's ways break. @throws Error in words for a person */
export const fetchPathPlan = async (): Promise<PathPlan> =>
  PathPlan.parse(await ask("GET", "/v1/path-plan", undefined, 20_000));
