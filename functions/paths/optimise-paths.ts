import { optimisePaths, whereActing } from "@skylane/engine";
import {
  builtGroups,
  pathPlans,
  performance,
  ports,
  publisher,
  regionLease,
  taskHandler,
  topologies,
} from "@skylane/runtime";
import { estimates } from "@skylane/runtime/knowing";
import * as z from "zod";

/** An event of the bus, or the weekly schedule, which has no type. */
const Why = z
  .looseObject({ "detail-type": z.string().optional() })
  .transform((input) =>
    input["detail-type"] === "topology.snapshot-completed.v1"
      ? ("look" as const)
      : input["detail-type"] === "topology.drift-found.v1"
        ? ("drift" as const)
        : ("schedule" as const),
  );

/** Every week, on drift, and after the first look. */
export const handler = taskHandler(
  ports(builtGroups, estimates, pathPlans, performance, publisher, regionLease, topologies),
  Why,
  whereActing((deps, why) => optimisePaths(deps, { objective: "balanced", why })),
);
