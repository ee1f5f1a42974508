import { defineCloud } from "../_shared/define-cloud.ts";
import { onpremDiscovery } from "./discovery.ts";
import { onpremFacts } from "./facts.ts";
import { onpremProvisioning } from "./provisioning.ts";
import { onpremReadPolicy } from "./read-policy.ts";
import { onpremRoutes } from "./routes/index.ts";
import { onpremSteering } from "./steering.ts";

/** Data centres and their routers (FRR). */
export const onprem = defineCloud({
  ...onpremFacts,
  ...onpremSteering,
  ...onpremDiscovery,
  ...onpremRoutes,
  ...onpremProvisioning,
  readPolicy: onpremReadPolicy,
});
