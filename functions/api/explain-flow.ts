import { FlowId } from "@skylane/core";
import { answerWhy } from "@skylane/engine";
import { builtGroups, httpHandler, pathPlans, performance, ports, topologies } from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import * as z from "zod";

/** GET /v1/path-plan/flows/{id} */
export const handler = httpHandler(
  ports(builtGroups, estimates, pathPlans, performance, topologies),
  { path: z.strictObject({ id: FlowId }) },
  (deps, { path }) => answerWhy(deps, path.id),
);
