import { defineCloud } from "../_shared/define-cloud.ts";
import { onpremDiscovery, onpremEstimates, onpremSteering } from "./parts.ts";
import { onpremReadPolicy } from "./read-policy.ts";
import { onpremRoutes } from "./routes/index.ts";

/** Data centres and their routers (FRR). */
export const onprem = defineCloud({
  ...onpremSteering,
  ...onpremDiscovery,
  ...onpremEstimates,
  ...onpremRoutes,
  readPolicy: onpremReadPolicy,
});
