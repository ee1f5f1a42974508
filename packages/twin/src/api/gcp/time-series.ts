import { bytesByConnection } from "../../world/bytes-by-connection.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer } from "../rest-api.ts";
import { googleError, invalid } from "./google-error.ts";
import { pageOf } from "./lists.ts";
import type { GcpLink, GcpProject } from "./project.ts";
import { interfaceOf } from "./project.ts";

const MONTH_MS = 30 * 86_400_000;

interface Metric {
  readonly links: (project: GcpProject) => readonly GcpLink[];
  readonly isSent: boolean;
  readonly labels: (
    project: GcpProject,
    link: GcpLink,
  ) => { metric: object; resource: { type: string; labels: object } };
}

const ofTunnel: Metric["labels"] = (project, { name, gateway, own }) => ({
  metric: { tunnel_name: name },
  resource: {
    type: "vpn_gateway",
    labels: {
      project_id: project.id,
      region: gateway.regionId,
      gateway_id: interfaceOf(project.haGateways, gateway.id, own.publicIp)?.haGateway.name ?? "",
    },
  },
});
const ofAttachment: Metric["labels"] = (project, { name, gateway }) => ({
  metric: {},
  resource: {
    type: "interconnect_attachment",
    labels: { resource_container: project.id, region: gateway.regionId, attachment: name },
  },
});
const tunnels = (project: GcpProject) => project.tunnels;
const attachments = (project: GcpProject) => project.attachments;

const METRICS: Readonly<Record<string, Metric>> = {
  "vpn.googleapis.com/network/sent_bytes_count": { links: tunnels, isSent: true, labels: ofTunnel },
  "vpn.googleapis.com/network/received_bytes_count": { links: tunnels, isSent: false, labels: ofTunnel },
  "interconnect.googleapis.com/network/attachment/sent_bytes_count": {
    links: attachments,
    isSent: true,
    labels: ofAttachment,
  },
  "interconnect.googleapis.com/network/attachment/received_bytes_count": {
    links: attachments,
    isSent: false,
    labels: ofAttachment,
  },
};

/**
 * Byte counters of tunnels and attachments, one series each with one point for the whole interval: what the estate's flows,
 * as they are routed now, bring over the link in that time.
 */
export function timeSeriesOf(
  world: World,
  project: GcpProject,
  query: URLSearchParams,
  hiddenRegions: readonly string[],
): RestAnswer {
  const filter = query.get("filter") ?? "";
  const type = /metric\.type\s*=\s*"([^"]+)"/.exec(filter)?.[1];
  if (type === undefined) return invalid("The provided filter must have a restriction on metric.type.");
  const metric = METRICS[type];
  if (!metric) return googleError(404, "NOT_FOUND", "notFound", `Cannot find metric(s) that match type = "${type}".`);
  const [startTime, endTime] = ["interval.startTime", "interval.endTime"].map((name) => query.get(name) ?? "");
  const spanMs = Date.parse(endTime ?? "") - Date.parse(startTime ?? "");
  if (Number.isNaN(spanMs) || spanMs < 0) return invalid("Field interval had an invalid value.");
  const page = pageOf(
    metric.links(project).filter(({ gateway }) => !hiddenRegions.includes(gateway.regionId)),
    new URLSearchParams([...query].filter(([name]) => name === "pageToken")),
  );
  if ("statusCode" in page) return page;
  const sums = bytesByConnection(world);
  const timeSeries = page.items.map((link) => {
    const { connection, own } = link;
    const { forward, reverse } = sums.get(connection.id) ?? { forward: 0, reverse: 0 };
    const bytes = (connection.a === own) === metric.isSent ? forward : reverse;
    const labels = metric.labels(project, link);
    return {
      metric: { type, labels: labels.metric },
      resource: labels.resource,
      metricKind: "DELTA",
      valueType: "INT64",
      points: [
        {
          interval: { startTime, endTime },
          value: { int64Value: String(Math.round((bytes * spanMs) / MONTH_MS)) },
        },
      ],
    };
  });
  return {
    statusCode: 200,
    body: {
      ...(timeSeries.length > 0 && { timeSeries }),
      ...(page.nextPageToken !== undefined && { nextPageToken: page.nextPageToken }),
      unit: "By",
    },
  };
}
