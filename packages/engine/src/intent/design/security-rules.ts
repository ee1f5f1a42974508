import type { Intent, SeenGateway, SeenService } from "@skylane/core";
import { type Ends, privateLinks, type Start } from "./ends.ts";
import { nameFor } from "./naming.ts";
import type { StepBook, WantedStep } from "./step-book.ts";

/**
 * Lets the source's packets out and the destination's in: that port, from these ranges, at the guards that were seen. Intents with
 * the same guard, range and port share a rule.
 */
export function wantRules(book: StepBook, ends: Ends, target: string, gateways: readonly SeenGateway[]): void {
  const { id } = ends;
  if (ends.source.key !== ends.destination.key || ends.source.cloud !== "onprem")
    wantOutwardRules(book, ends, target, gateways);
  // packets to a private endpoint meet the guards of its service no more
  if (ends.endpoint) return;
  for (const prefix of ends.sourcePrefixes)
    for (const step of inwardRules(ends, prefix, target, gateways)) book.want(step, [id]);
}

/**
 * Whether rules name the source by its address or its subnets, so that nobody else of its network gets through: at the guards of the
 * destination, or at the routers of a data centre. A private endpoint that has to be made, and a managed database of Google's, have none.
 */
export function areRulesOfSource({ source, destination }: Pick<Intent, "source" | "destination">): boolean {
  if (source.cloud === "onprem" && source.networkKey !== destination.networkKey) return true;
  if (privateLinks[destination.kind] !== undefined && destination.networkKey === undefined) return false;
  switch (destination.cloud) {
    case "aws":
      return firstGuard(destination, "security-group") !== undefined;
    case "azure":
      return firstGuard(destination, "network-security-group") !== undefined;
    case "gcp":
      return destination.kind !== "cloud-sql";
    case "onprem":
      return true;
    default:
      return false;
  }
}

/** Lets the source's packets out to that range. */
export function wantOutwardRules(book: StepBook, start: Start, target: string, gateways: readonly SeenGateway[]): void {
  for (const step of outwardRules(start, target, gateways)) book.want(step, [start.id]);
}

/** One group is enough: what any group lets out goes out. A router drops in either direction what it is not told of. */
function outwardRules(
  { intent, source, sourcePrefixes }: Start,
  cidr: string,
  gateways: readonly SeenGateway[],
): readonly WantedStep[] {
  const at = { cloud: source.cloud, accountId: intent.source.accountId, regionId: source.regionId };
  const { port } = intent;
  if (source.cloud === "onprem")
    return sourcePrefixes.flatMap((prefix) => routerRules(gateways, source.key, at, prefix, cidr, port));
  const group = firstGuard(intent.source, "security-group");
  if (group !== undefined) return [awsRule(at, group, "egress", cidr, port)];
  const nsg = firstGuard(intent.source, "network-security-group");
  if (nsg === undefined) return [];
  return sourcePrefixes.map((prefix) => azureRule(at, nsg, "Outbound", prefix, cidr, port));
}

function inwardRules(
  { intent, destination }: Ends,
  prefix: string,
  cidr: string,
  gateways: readonly SeenGateway[],
): readonly WantedStep[] {
  const service = intent.destination;
  const { port } = intent;
  const at = { cloud: destination.cloud, accountId: service.accountId, regionId: destination.regionId };
  switch (destination.cloud) {
    case "aws": {
      const group = firstGuard(service, "security-group");
      return group === undefined ? [] : [awsRule(at, group, "ingress", prefix, port)];
    }
    case "azure": {
      // packets must pass every one of them: of the subnet and of the interface
      const groups = service.guards.filter(({ kind }) => kind === "network-security-group").map((guard) => guard.id);
      return groups.sort().map((nsg) => azureRule(at, nsg, "Inbound", prefix, cidr, port));
    }
    case "gcp": {
      // a managed database stands in Google's own network, where no rule of ours holds
      if (service.kind === "cloud-sql") return [];
      const tags = service.guards
        .filter(({ kind }) => kind === "network-tag")
        .map((guard) => guard.id)
        .sort();
      const key = `gcp/firewall/${destination.key}/${tags.join(",").slice(0, 80)}/${port}/${prefix}`;
      return [
        {
          resource: "gcp.firewall-rule",
          at: { ...at, regionId: destination.regionId },
          key,
          desired: {
            network: destination.nativeId,
            name: nameFor(`from-${prefix}-${port}`, key),
            sourceRanges: [prefix],
            ...(tags.length > 0 && { targetTags: tags }),
            ports: [port],
          },
          summary: `Let ${prefix} in on port ${port}${tags.length > 0 ? ` for machines tagged ${tags.join(", ").slice(0, 80)}` : " for every machine of the network: the service bears no tag"}`,
        },
      ];
    }
    case "onprem":
      return routerRules(gateways, destination.key, at, prefix, cidr, port);
    default:
      return [];
  }
}

/** At every router that stands before the network: packets may take any of them. */
const routerRules = (
  gateways: readonly SeenGateway[],
  networkKey: string,
  at: WantedStep["at"],
  source: string,
  destination: string,
  port: number,
): readonly WantedStep[] =>
  gateways
    .filter(({ kind, networkKeys }) => kind === "router" && networkKeys.includes(networkKey))
    .map((router) => {
      const key = `onprem/firewall/${router.key}/${source}/${destination}/${port}`;
      return {
        resource: "onprem.firewall-rule",
        at: { ...at, accountId: router.accountId },
        key,
        desired: { routerId: router.nativeId, name: nameFor(`from-${source}-${port}`, key), source, destination, port },
        summary: `Let ${source} through to ${shown(destination)} on port ${port} at ${router.nativeId.slice(0, 60)}`,
        lock: `onprem/router/${router.nativeId}`,
      };
    });

const firstGuard = ({ guards }: SeenService, kind: SeenService["guards"][number]["kind"]): string | undefined =>
  guards
    .filter((guard) => guard.kind === kind)
    .map(({ id }) => id)
    .sort()[0];

function awsRule(
  at: WantedStep["at"],
  groupId: string,
  direction: "ingress" | "egress",
  cidr: string,
  port: number,
): WantedStep {
  return {
    resource: "aws.security-group-rule",
    at,
    key: `aws/security-group/${groupId}/${direction}/${cidr}/${port}`,
    desired: {
      groupId,
      direction,
      fromPort: port,
      toPort: port,
      cidr,
      description: `Skylane: ${direction === "ingress" ? "from" : "to"} the other side, port ${port}`,
    },
    summary: `${direction === "ingress" ? "Let in" : "Let out"} port ${port} ${direction === "ingress" ? "from" : "to"} ${shown(cidr)} at ${groupId.slice(0, 40)}`,
    lock: `aws/security-group/${groupId}`,
  };
}

function azureRule(
  at: WantedStep["at"],
  nsgId: string,
  direction: "Inbound" | "Outbound",
  sourcePrefix: string,
  destinationPrefix: string,
  port: number,
): WantedStep {
  const key = `azure/nsg/${nsgId.slice(-180)}/${direction}/${sourcePrefix}/${destinationPrefix}/${port}`;
  return {
    resource: "azure.nsg-rule",
    at,
    key,
    desired: {
      nsgId,
      name: nameFor(`${direction}-${port}`, key),
      direction,
      sourcePrefix,
      destinationPrefix,
      port,
      access: "Allow",
    },
    summary: `Let ${direction === "Inbound" ? "in" : "out"} port ${port} from ${sourcePrefix} to ${shown(destinationPrefix)}`,
    lock: `azure/nsg/${nsgId.slice(-200)}`,
  };
}

/** An address that is not known yet, in words. */
export const shown = (text: string): string => text.replaceAll(/\{\{[^}]*\}\}(?:\/32)?/g, "the private endpoint");
