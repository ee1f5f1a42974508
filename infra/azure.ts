import { createFunctionApp } from "./azure-app.ts";
import { createAlarmNotices, createChangeNotices } from "./azure-events.ts";
import { createProvisionRole, createReadRole, createSteerRoles } from "./azure-roles.ts";
import { dutiesIn, type HubDuty, hubRoleArn } from "./duties.ts";
import { createAzureOutpostRoles } from "./federation.ts";
import { postedIn } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** The one audience that Entra ID takes of a federated credential. */
const EXCHANGE = "api://AzureADTokenExchange";

/**
 * Skylane in Azure: a function app for each workload with the identity that its role in AWS trusts, and the identities that the
 * hub takes on there, one a duty, which trust the hub's roles. `issuerUrl` is where AWS publishes the keys that it signs tokens with.
 */
export function createAzure(stage: DeployedStage, issuerUrl: $util.Input<string>) {
  const { azure } = stage.settings;
  if (!azure) return undefined;
  const { subscriptionId, tenantId, location } = azure;
  const group = new azurenative.resources.ResourceGroup("AzureGroup", {
    resourceGroupName: stage.name,
    location,
    tags: { "skylane:name": stage.name, "skylane:stage": stage.stage },
  });
  const identityOf = (name: string) =>
    new azurenative.managedidentity.UserAssignedIdentity(`Azure-${name}-Identity`, {
      resourceName: `${stage.name}-${name}`,
      resourceGroupName: group.name,
    });

  const workloads = postedIn(stage, "azure");
  const identities = perName(
    workloads.map(({ id }) => id),
    identityOf,
  );
  createAzureOutpostRoles(
    stage,
    tenantId,
    Object.fromEntries(Object.entries(identities).map(([id, { principalId }]) => [id, principalId])),
  );
  const apps = Object.fromEntries(
    workloads.map((posted) => [
      posted.id,
      createFunctionApp({ stage, subscriptionId, group, identity: the(identities, posted.id) }, posted),
    ]),
  );
  const discover = the(apps, "discover");
  createChangeNotices({ stage, subscriptionId, group }, discover.app, discover.code);
  if (azure.alarmApp)
    createAlarmNotices({ stage, subscriptionId, group }, azure.alarmApp, the(apps, "relay-alarm").app);

  const duties = dutiesIn(stage);
  const hub = perName(duties, identityOf);
  for (const duty of duties)
    new azurenative.managedidentity.FederatedIdentityCredential(`Azure-${duty}-Trust`, {
      federatedIdentityCredentialResourceName: "hub",
      resourceName: hub[duty].name,
      resourceGroupName: group.name,
      issuer: issuerUrl,
      subject: hubRoleArn(stage, duty),
      audiences: [EXCHANGE],
    });
  createReadRole(stage, subscriptionId, { discover: the(identities, "discover"), observer: hub.observer });
  createSteerRoles(stage, subscriptionId, hub.actuator);
  if (duties.includes("provisioner")) createProvisionRole(stage, azure, hub.provisioner);

  return {
    audience: EXCHANGE,
    /** What a function of the hub is told, so that it becomes the one or the other. */
    environmentOf: (duty: HubDuty) => ({
      SKYLANE_AZURE_TENANT_ID: tenantId,
      SKYLANE_AZURE_CLIENT_ID: hub[duty].clientId,
    }),
  } as const;
}

const perName = <Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Readonly<Record<Name, Value>> => Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;

/** @throws where there is none of this name */
function the<Value>(all: Readonly<Record<string, Value>>, name: string): Value {
  const one = all[name];
  if (one === undefined) throw new Error(`there is no ${name}`);
  return one;
}
