import type { AlarmKind, CloudAlarm } from "@skylane/core";
import * as z from "zod";
import { kindOfMetric, type MetricMeaning } from "../../_shared/alarms/metric-kind.ts";
import { Instant, oneLineName, plainId, resourceIdsOf, Text } from "../../_shared/alarms/outside-text.ts";
import { nativeId } from "../discover/arm-ids.ts";

const MetricContext = z.looseObject({
  condition: z.looseObject({
    allOf: z
      .array(
        z.looseObject({
          metricName: Text,
          metricNamespace: Text.nullish(),
          metricValue: z.number().nullish(),
        }),
      )
      .max(100),
  }),
});

/** Of an alert on the activity log: Resource Health, Service Health. */
const HealthContext = z.looseObject({
  properties: z.looseObject({
    currentHealthStatus: Text.optional(),
    incidentType: Text.optional(),
    impactStartTime: Text.optional(),
    impactMitigationTime: Text.optional(),
    trackingId: Text.optional(),
    stage: Text.optional(),
  }),
});

/** The common alert schema, as an action group sends it. @see https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-common-schema (read 2026-11-21) */
const Notice = z.looseObject({
  schemaId: z.literal("azureMonitorCommonAlertSchema"),
  data: z.looseObject({
    essentials: z.looseObject({
      alertId: Text,
      alertRule: Text,
      monitorCondition: z.enum(["Fired", "Resolved"]),
      monitoringService: Text,
      alertTargetIDs: z.array(Text).default([]),
      firedDateTime: Instant,
      resolvedDateTime: Instant.optional(),
    }),
    alertContext: z.unknown(),
  }),
});

/** Platform metrics of Microsoft.Network; availabilities are percentages, the state of a peer is 1 or 0. */
const MEANINGS: Readonly<Record<string, MetricMeaning>> = {
  "microsoft.network/expressroutecircuits bgpavailability": { kind: "bgp-down", wellValue: 100 },
  "microsoft.network/expressroutecircuits arpavailability": { kind: "link-down", wellValue: 100 },
  "microsoft.network/expressroutecircuits qosdropbitsinpersecond": { kind: "loss" },
  "microsoft.network/expressroutecircuits qosdropbitsoutpersecond": { kind: "loss" },
  "microsoft.network/expressroutecircuits bitsinpersecond": { kind: "utilisation" },
  "microsoft.network/expressroutecircuits bitsoutpersecond": { kind: "utilisation" },
  "microsoft.network/expressroutecircuits ingressbandwidthutilization": { kind: "utilisation" },
  "microsoft.network/expressroutecircuits egressbandwidthutilization": { kind: "utilisation" },
  "microsoft.network/virtualnetworkgateways bgppeerstatus": { kind: "bgp-down", wellValue: 1 },
  "microsoft.network/virtualnetworkgateways tunnelaveragebandwidth": { kind: "utilisation" },
  "microsoft.network/virtualnetworkgateways tunnelingresspacketdropcount": { kind: "loss" },
  "microsoft.network/virtualnetworkgateways tunnelegresspacketdropcount": { kind: "loss" },
  "microsoft.network/vpngateways bgppeerstatus": { kind: "bgp-down", wellValue: 1 },
  "microsoft.network/vpngateways tunnelaveragebandwidth": { kind: "utilisation" },
};

/** The alarm in a notice of an action group. @throws ZodError for what has not the common alert schema */
export function readAzureAlarm(notice: unknown): CloudAlarm {
  const { essentials, alertContext } = Notice.parse(notice).data;
  const { monitorCondition, monitoringService, firedDateTime, resolvedDateTime } = essentials;
  const common = {
    cloud: "azure" as const,
    alarmId: plainId(nativeId(essentials.alertId)),
    isRaised: monitorCondition === "Fired",
    atMs: Date.parse((monitorCondition === "Resolved" ? resolvedDateTime : undefined) ?? firedDateTime),
    name: oneLineName(essentials.alertRule),
    resourceIds: resourceIdsOf(essentials.alertTargetIDs.map(nativeId)),
  };
  if (monitoringService === "Resource Health")
    return { ...common, ...resourceHealth(common.resourceIds, alertContext) };
  if (monitoringService === "ServiceHealth") return { ...common, ...serviceHealth(alertContext) };
  return { ...common, kind: kindOfContext(common.isRaised, alertContext) };
}

function kindOfContext(isRaised: boolean, alertContext: unknown): AlarmKind {
  const [metric, another] = MetricContext.safeParse(alertContext).data?.condition.allOf ?? [];
  if (!metric || another) return "other";
  const name = `${metric.metricNamespace} ${metric.metricName}`.toLowerCase();
  return kindOfMetric(
    Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined,
    isRaised,
    metric.metricValue ?? undefined,
  );
}

/** An alert on the activity log is fired for the good news too, so what counts is the status it tells. One alarm for each resource. */
function resourceHealth(
  [resourceId = "", another]: readonly string[],
  alertContext: unknown,
): Pick<CloudAlarm, "kind"> & Partial<CloudAlarm> {
  const status = HealthContext.safeParse(alertContext).data?.properties.currentHealthStatus;
  const kind = another === undefined ? kindOfResource(resourceId) : "other";
  if (kind === "other" || (status !== "Unavailable" && status !== "Available")) return { kind: "other" };
  return { kind, alarmId: plainId("resource-health", resourceId), isRaised: status === "Unavailable" };
}

function kindOfResource(resourceId: string): AlarmKind {
  if (/\/providers\/microsoft\.network\/connections\/[^/]+$/.test(resourceId)) return "tunnel-down";
  return /\/providers\/microsoft\.network\/expressroutecircuits\/[^/]+$/.test(resourceId) ? "link-down" : "other";
}

/** Planned work, with its window; it names subscriptions, so seldom a link. */
function serviceHealth(alertContext: unknown): Pick<CloudAlarm, "kind"> & Partial<CloudAlarm> {
  const told = HealthContext.safeParse(alertContext).data?.properties;
  if (told?.incidentType !== "Maintenance") return { kind: "other" };
  const [startsAtMs, endsAtMs] = [momentOf(told.impactStartTime), momentOf(told.impactMitigationTime)];
  return {
    kind: "maintenance",
    isRaised: !/^(complete|resolved|canceled)$/i.test(told.stage ?? ""),
    ...(told.trackingId !== undefined && { alarmId: plainId("service-health", told.trackingId) }),
    ...(startsAtMs !== undefined && { startsAtMs }),
    ...(endsAtMs !== undefined && { endsAtMs }),
  };
}

function momentOf(text: string | undefined): number | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isSafeInteger(ms) && ms >= 0 ? ms : undefined;
}
