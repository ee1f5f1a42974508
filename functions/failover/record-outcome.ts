import { IncidentId } from "@skylane/core";
import { ifActing, Outcome, recordOutcome } from "@skylane/engine";
import { taskHandler } from "@skylane/runtime";
import * as z from "zod";

const Input = z.strictObject({ incidentId: IncidentId, outcome: Outcome });

/** Last step of the failover and failback workflows: write it down, tell it, let go. */
export const handler = taskHandler(
  Input,
  ifActing((deps, { incidentId, outcome }) => recordOutcome(deps, incidentId, outcome)),
);
