import type {
  Connection,
  Estimates,
  Flow,
  FlowCost,
  Incident,
  IncidentRecord,
  Network,
  SkylaneConfig,
} from "@skylane/core";
import { cidrContains } from "../../topology/index.ts";

type Price = Estimates["transferUsdPerGb"];

const DAYS_PER_MONTH = 730 / 24;

/** What the bytes of the group's flows cost in a day on the path they came from and on the one they went to; list prices, pure. */
export function moveCost(incident: Incident, config: SkylaneConfig, price: Price): IncidentRecord["cost"] {
  const group = config.groups.find(({ id }) => id === incident.groupId);
  const connectionOf = (pathId: string | undefined): Connection | undefined => {
    const path = group?.paths.find(({ id }) => id === pathId);
    return config.connections.find(({ id }) => id === path?.connectionId);
  };
  const [from, to] = [connectionOf(incident.fromPathId), connectionOf(incident.toPathId)];
  const flows = config.flows
    .filter(({ groupId }) => groupId === incident.groupId)
    .map((flow): FlowCost => {
      const [fromDailyUsd, toDailyUsd] = [from, to].map(
        (connection) => connection && dailyUsd(flow, connection, config.networks, price),
      );
      return {
        flowId: flow.id,
        ...(flow.monthlyGb !== undefined && {
          dailyGb: (flow.monthlyGb + (flow.replyMonthlyGb ?? 0)) / DAYS_PER_MONTH,
        }),
        ...(fromDailyUsd !== undefined && { fromDailyUsd }),
        ...(toDailyUsd !== undefined && { toDailyUsd }),
      };
    });
  const extras = flows.flatMap(({ fromDailyUsd, toDailyUsd }) =>
    fromDailyUsd === undefined || toDailyUsd === undefined ? [] : [toDailyUsd - fromDailyUsd],
  );
  return {
    flows,
    ...(extras.length > 0 && { extraDailyUsd: extras.reduce((sum, extra) => sum + extra, 0) }),
    unknownFlowIds: flows
      .filter(({ fromDailyUsd, toDailyUsd }) => fromDailyUsd === undefined || toDailyUsd === undefined)
      .map(({ flowId }) => flowId),
  };
}

/** Both directions of a flow over a connection; `undefined` as soon as a price, a volume or a place is not known. */
function dailyUsd(flow: Flow, { kind }: Connection, networks: readonly Network[], price: Price): number | undefined {
  const placeOf = (ip: string): Network | undefined =>
    networks.find(({ cidrs }) => cidrs.some((cidr) => cidrContains(cidr, `${ip}/32`)));
  const [source, destination] = [placeOf(flow.source.ip), placeOf(flow.destination.ip)];
  if (!source || !destination || flow.monthlyGb === undefined) return undefined;
  const legs = [
    { gb: flow.monthlyGb, usdPerGb: price(kind, source, destination) },
    ...(flow.replyMonthlyGb === undefined
      ? []
      : [{ gb: flow.replyMonthlyGb, usdPerGb: price(kind, destination, source) }]),
  ];
  let monthlyUsd = 0;
  for (const { gb, usdPerGb } of legs) {
    if (usdPerGb === undefined) return undefined;
    monthlyUsd += gb * usdPerGb;
  }
  return monthlyUsd / DAYS_PER_MONTH;
}
