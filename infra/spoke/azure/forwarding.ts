import { expression, nested, param } from "./arm.ts";

const actions = { actionGroups: [{ actionGroupId: expression(param("actionGroupId")) }] };

/** An alert on entries of the Activity Log of the whole subscription. */
const activityLogAlert = (id: string, description: string, allOf: readonly object[]): object => ({
  type: "Microsoft.Insights/activityLogAlerts",
  apiVersion: "2020-10-01",
  name: expression(`format('{0}-${id}', ${param("name")})`),
  location: "global",
  properties: {
    description,
    enabled: true,
    scopes: [expression("subscription().id")],
    condition: { allOf },
    actions,
  },
});

/** An alert on an availability of each circuit that is named; 100 % is what a circuit that works has. */
const circuitAlert = (id: string, metricName: string): object => ({
  type: "Microsoft.Insights/metricAlerts",
  apiVersion: "2018-03-01",
  name: expression(`format('{0}-${id}-{1}', ${param("name")}, copyIndex())`),
  location: "global",
  copy: { name: id, count: expression(`length(${param("circuitIds")})`) },
  properties: {
    description: `${metricName} of an ExpressRoute circuit`,
    severity: 1,
    enabled: true,
    autoMitigate: true,
    scopes: [expression(`${param("circuitIds")}[copyIndex()]`)],
    evaluationFrequency: "PT1M",
    windowSize: "PT1M",
    criteria: {
      "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
      allOf: [
        {
          criterionType: "StaticThresholdCriterion",
          name: id,
          metricNamespace: "Microsoft.Network/expressRouteCircuits",
          metricName,
          operator: "LessThan",
          threshold: 100,
          timeAggregation: "Average",
        },
      ],
    },
    actions: [{ actionGroupId: expression(param("actionGroupId")) }],
  },
});

const alerts = [
  activityLogAlert("link-health", "Health of connections and circuits", [
    { field: "category", equals: "ResourceHealth" },
    {
      anyOf: ["Microsoft.Network/connections", "Microsoft.Network/expressRouteCircuits"].map((equals) => ({
        field: "resourceType",
        equals,
      })),
    },
  ]),
  activityLogAlert("maintenance", "Planned work on what links are made of", [
    { field: "category", equals: "ServiceHealth" },
    { field: "properties.incidentType", equals: "Maintenance" },
    {
      field: "properties.impactedServices[*].ServiceName",
      containsAny: ["ExpressRoute", "VPN Gateway", "Virtual WAN"],
    },
  ]),
  circuitAlert("circuit-bgp", "BgpAvailability"),
  circuitAlert("circuit-arp", "ArpAvailability"),
];

/** The hub's function `discover-on-change` is told of each write below Microsoft.Network that succeeded; an hour is tried. */
const changes = [
  {
    type: "Microsoft.EventGrid/systemTopics",
    apiVersion: "2022-06-15",
    name: expression(param("name")),
    location: "global",
    properties: { source: expression("subscription().id"), topicType: "Microsoft.Resources.Subscriptions" },
  },
  {
    type: "Microsoft.EventGrid/systemTopics/eventSubscriptions",
    apiVersion: "2022-06-15",
    name: expression(`format('{0}/network-changes', ${param("name")})`),
    dependsOn: [expression(`resourceId('Microsoft.EventGrid/systemTopics', ${param("name")})`)],
    properties: {
      eventDeliverySchema: "EventGridSchema",
      destination: {
        endpointType: "AzureFunction",
        properties: { resourceId: expression(param("changesFunctionId")), maxEventsPerBatch: 1 },
      },
      filter: {
        includedEventTypes: ["Write", "Action", "Delete"].map((one) => `Microsoft.Resources.Resource${one}Success`),
        advancedFilters: [
          { operatorType: "StringBeginsWith", key: "data.operationName", values: ["Microsoft.Network/"] },
        ],
      },
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 60 },
    },
  },
];

/** Alerts of links for the hub's action group, and changes of the network for its function, from a resource group of their own. */
export const forwarding: readonly object[] = [
  {
    type: "Microsoft.Resources/resourceGroups",
    apiVersion: "2022-09-01",
    name: expression(param("name")),
    location: expression(param("location")),
    tags: { "skylane:part": "spoke" },
  },
  nested(
    {
      name: expression(`format('{0}-forwarding', ${param("name")})`),
      resourceGroup: expression(param("name")),
      dependsOn: [expression(`subscriptionResourceId('Microsoft.Resources/resourceGroups', ${param("name")})`)],
      parameters: Object.fromEntries(
        ["name", "actionGroupId", "changesFunctionId", "circuitIds"].map((name) => [name, expression(param(name))]),
      ),
    },
    {
      parameters: {
        name: { type: "string" },
        actionGroupId: { type: "string" },
        changesFunctionId: { type: "string" },
        circuitIds: { type: "array" },
      },
      resources: [...alerts, ...changes],
    },
  ),
];
