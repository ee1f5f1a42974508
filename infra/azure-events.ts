import { appName, builtInRole, closedStorage } from "./azure-app.ts";
import { assign } from "./azure-roles.ts";
import type { DeployedStage } from "./stage.ts";

/** Built-in role Storage Blob Data Contributor. */
const BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
/** Application id of Azure Monitor where it calls secure webhooks, the same in every tenant of the public cloud. */
const ALARM_SENDER = "461e8683-5575-4561-ac7f-899cc907d62a";

/** What the notices of a subscription need. */
interface EventContext {
  readonly stage: DeployedStage;
  readonly subscriptionId: string;
  readonly group: azurenative.resources.ResourceGroup;
}

/**
 * Changes of the network, as the subscription's Activity Log tells them, to discover-on-change. What cannot be delivered within
 * the hour is kept: the hourly look finds the change all the same. Azure allows one system topic a subscription.
 */
export function createChangeNotices(
  { stage, subscriptionId, group }: EventContext,
  app: azurenative.web.WebApp,
  code: $util.Resource,
): void {
  const storage = new azurenative.storage.StorageAccount("AzureDeadLetterStorage", {
    resourceGroupName: group.name,
    ...closedStorage(),
  });
  const letters = new azurenative.storage.BlobContainer("AzureDeadLetters", {
    containerName: "dead-letters",
    resourceGroupName: group.name,
    accountName: storage.name,
  });
  const postman = new azurenative.managedidentity.UserAssignedIdentity("AzureDeadLetterIdentity", {
    resourceName: `${stage.name}-dead-letters`,
    resourceGroupName: group.name,
  });
  const role = assign("AzureDeadLetterRole", letters.id, builtInRole(subscriptionId, BLOB_CONTRIBUTOR), postman);
  const topic = new azurenative.eventgrid.SystemTopic("AzureChanges", {
    systemTopicName: `${stage.name}-changes`,
    resourceGroupName: group.name,
    location: "global",
    topicType: "Microsoft.Resources.Subscriptions",
    source: `/subscriptions/${subscriptionId}`,
    identity: {
      type: azurenative.eventgrid.IdentityType.UserAssigned,
      userAssignedIdentities: postman.id.apply((id) => ({ [id]: {} })),
    },
  });
  new azurenative.eventgrid.SystemTopicEventSubscription(
    "AzureDiscoverOnChange",
    {
      eventSubscriptionName: `${stage.name}-discover-on-change`,
      resourceGroupName: group.name,
      systemTopicName: topic.name,
      eventDeliverySchema: azurenative.eventgrid.EventDeliverySchema.EventGridSchema,
      destination: {
        endpointType: "AzureFunction",
        resourceId: $interpolate`${app.id}/functions/discover-on-change`,
        maxEventsPerBatch: 1,
      },
      filter: {
        includedEventTypes: ["Write", "Action", "Delete"].map((done) => `Microsoft.Resources.Resource${done}Success`),
        advancedFilters: [
          { operatorType: "StringBeginsWith", key: "data.operationName", values: ["Microsoft.Network/"] },
        ],
      },
      retryPolicy: { eventTimeToLiveInMinutes: 60, maxDeliveryAttempts: 10 },
      deadLetterWithResourceIdentity: {
        identity: {
          type: azurenative.eventgrid.EventSubscriptionIdentityType.UserAssigned,
          userAssignedIdentity: postman.id,
        },
        deadLetterDestination: {
          endpointType: "StorageBlob",
          resourceId: storage.id,
          blobContainerName: letters.name,
        },
      },
    },
    { dependsOn: [code, role] }, // the function must be there before anything is sent to it
  );
}

/**
 * Alerts of Azure Monitor to relay-alarm, each with a token of Azure Monitor's for the app registration that the stage names;
 * the app lets nobody else in. There is no key in the address.
 * @see https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups (secure webhook, read 2026-11)
 */
export function createAlarmNotices(
  { stage, subscriptionId, group }: EventContext,
  alarmApp: { readonly appId: string; readonly objectId: string },
  app: azurenative.web.WebApp,
): void {
  const tenantId = stage.settings.azure?.tenantId ?? "";
  const audience = `api://${alarmApp.appId}`;
  const entrance = new azurenative.web.WebAppAuthSettingsV2("AzureAlarmEntrance", {
    name: app.name,
    resourceGroupName: group.name,
    platform: { enabled: true },
    globalValidation: {
      requireAuthentication: true,
      unauthenticatedClientAction: azurenative.web.UnauthenticatedClientActionV2.Return401,
    },
    identityProviders: {
      azureActiveDirectory: {
        enabled: true,
        registration: { clientId: alarmApp.appId, openIdIssuer: `https://sts.windows.net/${tenantId}/v2.0` },
        validation: {
          allowedAudiences: [audience],
          defaultAuthorizationPolicy: { allowedApplications: [ALARM_SENDER] },
        },
      },
    },
    login: { tokenStore: { enabled: false } },
  });
  new azurenative.monitor.ActionGroup(
    "AzureAlarms",
    {
      actionGroupName: `${stage.name}-alarms`,
      groupShortName: "skylane",
      resourceGroupName: group.name,
      location: "global",
      enabled: true,
      webhookReceivers: [
        {
          name: "relay-alarm",
          serviceUri: `https://${appName(stage, subscriptionId, "relay-alarm")}.azurewebsites.net/api/relay-alarm`,
          useAadAuth: true,
          objectId: alarmApp.objectId,
          identifierUri: audience,
          tenantId,
          useCommonAlertSchema: true,
        },
      ],
    },
    { dependsOn: [entrance] },
  );
}
