import { defineCloud } from "../_shared/define-cloud.ts";
import { awsDiscovery } from "./discovery.ts";
import { awsFacts } from "./facts.ts";
import { awsProvisionPolicies } from "./provision/provision-policies.ts";
import { awsProvisioning } from "./provisioning.ts";
import { awsReadPolicy } from "./read-policy.ts";
import { awsRoutes } from "./routes/index.ts";
import { awsSteerPolicies } from "./steer/steer-policies.ts";
import { awsSteering } from "./steering.ts";
import { bgpFailoverTestPolicy } from "./test-policy.ts";

/** Amazon Web Services. Its SDKs are loaded when they are first needed: they weigh more than the rest of the adapter. */
export const aws = defineCloud({
  ...awsFacts,
  ...awsSteering,
  ...awsDiscovery,
  ...awsRoutes,
  ...awsProvisioning,
  readPolicy: awsReadPolicy,
  accountTemplate: "infra/spoke/aws/template.json",
  steerPolicies: { ...awsSteerPolicies, "aws.bgp-failover-test": bgpFailoverTestPolicy },
  provisionPolicies: awsProvisionPolicies,
  refreshPrices: async () => (await import("./prices/refresh-prices.ts")).refreshAwsPrices,
});
