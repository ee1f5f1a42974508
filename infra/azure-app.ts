import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { outposts } from "@skylane/core";
import { assign } from "./azure-roles.ts";
import { artefactOf, outpostEnvironment, type Posted } from "./outposts.ts";
import type { DeployedStage } from "./stage.ts";

/** Built-in role Storage Blob Data Owner: the host keeps the locks of its timers in its own account. */
const BLOB_OWNER = "b7e6dc6d-f1b8-4753-8033-0f276bb0955b";
/** The newest that is generally available on Flex Consumption. */
const NODE_VERSION = "22";
/** The least that Flex Consumption takes; more than a handful never run. */
const MAX_INSTANCES = 40;

/** Where an app is made, and as whom it runs. */
export interface AppContext {
  readonly stage: DeployedStage;
  readonly subscriptionId: string;
  readonly group: azurenative.resources.ResourceGroup;
  readonly identity: azurenative.managedidentity.UserAssignedIdentity;
}

/** A storage account that only an identity opens: no account key, nothing public, TLS. */
export const closedStorage = () => ({
  kind: azurenative.storage.Kind.StorageV2,
  sku: { name: azurenative.storage.SkuName.Standard_LRS },
  allowSharedKeyAccess: false,
  allowBlobPublicAccess: false,
  enableHttpsTrafficOnly: true,
  minimumTlsVersion: azurenative.storage.MinimumTlsVersion.TLS1_2,
});

/**
 * A function app on Flex Consumption for one workload, with a plan, an identity and a storage account of its own: whoever gets
 * hold of one finds no code, no lock and no right of another. It gets into its storage by its identity; no account key works
 * there, and no password at its deployment endpoint.
 */
export function createFunctionApp({ stage, subscriptionId, group, identity }: AppContext, posted: Posted) {
  const { id, outpost, network } = posted;
  const name = (what: string) => `Azure-${id}-${what}`;
  const { memoryMb } = outposts[outpost];
  // an app stands where its network is; absent = where the group is
  const place = network && { location: network.regionId };
  const storage = new azurenative.storage.StorageAccount(name("Storage"), {
    accountName: storageName(stage, id),
    resourceGroupName: group.name,
    ...place,
    ...closedStorage(),
  });
  const container = new azurenative.storage.BlobContainer(name("Code"), {
    containerName: "code",
    resourceGroupName: group.name,
    accountName: storage.name,
  });
  const storageRole = assign(name("StorageRole"), storage.id, builtInRole(subscriptionId, BLOB_OWNER), identity);
  const plan = new azurenative.web.AppServicePlan(name("Plan"), {
    name: `${stage.name}-${id}`,
    resourceGroupName: group.name,
    ...place,
    kind: "functionapp",
    reserved: true,
    sku: { name: "FC1", tier: "FlexConsumption" },
  });
  const app = new azurenative.web.WebApp(
    name("App"),
    {
      name: appName(stage, subscriptionId, id),
      resourceGroupName: group.name,
      ...place,
      // delegated to Microsoft.App/environments, as Flex Consumption wants it; all that it sends goes that way
      ...(network && { virtualNetworkSubnetId: network.subnetId }),
      serverFarmId: plan.id,
      kind: "functionapp,linux",
      httpsOnly: true,
      clientAffinityEnabled: false,
      identity: {
        type: azurenative.web.ManagedServiceIdentityType.UserAssigned,
        userAssignedIdentities: [identity.id],
      },
      functionAppConfig: {
        runtime: { name: "node", version: NODE_VERSION },
        scaleAndConcurrency: { instanceMemoryMB: memoryMb, maximumInstanceCount: MAX_INSTANCES },
        deployment: {
          storage: {
            type: "blobContainer",
            value: $interpolate`https://${storage.name}.blob.core.windows.net/${container.name}`,
            authentication: {
              type: azurenative.web.AuthenticationType.UserAssignedIdentity,
              userAssignedIdentityResourceId: identity.id,
            },
          },
        },
      },
      siteConfig: {
        minTlsVersion: azurenative.web.SupportedTlsVersions.SupportedTlsVersions_1_2,
        ftpsState: azurenative.web.FtpsState.Disabled,
        // no Application Insights: it charges for each line, and a snapshot that stays away is noticed at the hub
        appSettings: settingsOf({
          ...outpostEnvironment(stage, "azure", posted),
          AZURE_CLIENT_ID: identity.clientId,
          AzureWebJobsStorage__accountName: storage.name,
          AzureWebJobsStorage__credential: "managedidentity",
          AzureWebJobsStorage__clientId: identity.clientId,
        }),
      },
    },
    { dependsOn: [storageRole] },
  );
  for (const [what, Policy] of Object.entries({
    Scm: azurenative.web.WebAppScmAllowed,
    Ftp: azurenative.web.WebAppFtpAllowed,
  }))
    new Policy(name(what), { name: app.name, resourceGroupName: group.name, allow: false });
  return { app, code: publish(stage, posted, group, app) };
}

/** Flex Consumption takes code by its own endpoint only; the same package is not sent again. */
function publish(
  stage: DeployedStage,
  { id, outpost }: Posted,
  group: azurenative.resources.ResourceGroup,
  app: azurenative.web.WebApp,
) {
  const file = artefactOf(stage, "azure", outpost);
  const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
  return new command.local.Command(
    `Azure-${id}-Code`,
    {
      create:
        'az functionapp deployment source config-zip --subscription "$SUBSCRIPTION" --resource-group "$GROUP" --name "$APP" --src "$PACKAGE"',
      environment: {
        SUBSCRIPTION: stage.settings.azure?.subscriptionId ?? "",
        GROUP: group.name,
        APP: app.name,
        PACKAGE: file,
      },
      triggers: [hash],
    },
    { dependsOn: [app] },
  );
}

const settingsOf = (settings: Readonly<Record<string, $util.Input<string>>>) =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));

/** Id of a role that Azure has built in. */
export const builtInRole = (subscriptionId: string, guid: string): string =>
  `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${guid}`;

/** Unique in the world, and at most 24 letters and digits. */
const storageName = ({ name, settings }: DeployedStage, id: string): string =>
  `sky${createHash("sha256").update(`${settings.azure?.subscriptionId} ${name} ${id}`).digest("hex").slice(0, 20)}`;

/** Unique in the world: it is part of a host name. */
export const appName = ({ name }: DeployedStage, subscriptionId: string, id: string): string =>
  `${name}-${id}-${createHash("sha256").update(subscriptionId).digest("hex").slice(0, 8)}`;
