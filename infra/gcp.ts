import { dutiesIn, type HubDuty } from "./duties.ts";
import { createGoogleOutpostRoles } from "./federation.ts";
import { createGcpFunctions } from "./gcp-functions.ts";
import { createGcpNotices, createGcpSchedules } from "./gcp-notices.ts";
import { createGcpProvisionRole, createGcpReadRole, createGcpSteerRoles, createHubAccounts } from "./gcp-roles.ts";
import type { DeployedStage } from "./stage.ts";

/**
 * Skylane in Google Cloud: a function for each workload with the service account that its role in AWS trusts, and the
 * service accounts that the hub takes on there, one a duty. `issuerUrl` is where AWS publishes the keys that it signs tokens with.
 */
export function createGcp(stage: DeployedStage, issuerUrl: $util.Input<string>) {
  const { gcp: settings } = stage.settings;
  if (!settings) return undefined;
  const { projectId, projectNumber, region } = settings;
  const functions = createGcpFunctions(stage, projectId, region);
  const { accounts } = functions;
  createGoogleOutpostRoles(
    stage,
    Object.fromEntries(Object.entries(accounts).map(([id, { uniqueId }]) => [id, uniqueId])),
  );
  const context = { stage, projectId, projectNumber, region, functions };
  createGcpSchedules(context);
  createGcpNotices(context);

  const hub = createHubAccounts(stage, projectNumber, issuerUrl);
  createGcpReadRole(stage, projectId, {
    ...(accounts.discover && { discover: accounts.discover }),
    observer: hub.observer,
  });
  createGcpSteerRoles(stage, projectId, hub.actuator);
  if (dutiesIn(stage).includes("provisioner")) createGcpProvisionRole(stage, projectId, hub.provisioner);

  return {
    /** What a token of the hub must be made out to. */
    provider: hub.providerName,
    /** What a function of the hub is told, so that it becomes the one or the other. */
    environmentOf: (duty: HubDuty) => ({
      SKYLANE_GCP_PROVIDER: hub.providerName,
      SKYLANE_GCP_SERVICE_ACCOUNT: hub[duty].email,
    }),
  };
}
