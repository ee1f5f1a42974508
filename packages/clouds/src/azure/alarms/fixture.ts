const circuit = "/subscriptions/0000/resourcegroups/rg/providers/Microsoft.Network/expressRouteCircuits/er-eastus-1";

/** A notice in the form of Microsoft's sample payloads (common alert schema, read 2026-11-21), with other ids. */
export const commonAlert = (essentials: object = {}, alertContext: object = metricContext("BgpAvailability", 0)) => ({
  schemaId: "azureMonitorCommonAlertSchema",
  data: {
    essentials: {
      alertId: "/subscriptions/0000/providers/Microsoft.AlertsManagement/alerts/b9569717-bc32-442f-add5-83a997729330",
      alertRule: "er-eastus-1 BGP",
      severity: "Sev1",
      signalType: "Metric",
      monitorCondition: "Fired",
      monitoringService: "Platform",
      alertTargetIDs: [circuit],
      configurationItems: ["er-eastus-1"],
      originAlertId: "3f2d4487_rg_microsoft.insights_metricAlerts_er_-117781227",
      firedDateTime: "2026-11-21T14:00:00.1234567Z",
      description: "",
      essentialsVersion: "1.0",
      alertContextVersion: "1.0",
      ...essentials,
    },
    alertContext,
    customProperties: null,
  },
});

export function metricContext(metricName: string, metricValue: number | null, metricNamespace?: string) {
  return {
    properties: null,
    conditionType: "SingleResourceMultipleMetricCriteria",
    condition: {
      windowSize: "PT5M",
      allOf: [
        {
          metricName,
          metricNamespace: metricNamespace ?? "Microsoft.Network/expressRouteCircuits",
          operator: "LessThan",
          threshold: "100",
          timeAggregation: "Average",
          dimensions: [{ name: "PeeringType", value: "Private" }],
          metricValue,
        },
      ],
    },
  };
}

/** Context of an alert on the activity log. */
export const healthContext = (eventSource: string, properties: object) => ({
  channels: "Admin, Operation",
  eventSource,
  eventTimestamp: "2026-11-21T14:00:00.000+00:00",
  level: "Critical",
  operationName: "Microsoft.Resourcehealth/healthevent/Activated/action",
  status: "Active",
  properties,
});
