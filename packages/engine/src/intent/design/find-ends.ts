import type { IntentIssue } from "@skylane/core";
import type { WayGraph } from "../../topology/index.ts";
import { addressIn } from "./addresses.ts";
import { type Ends, issueOf, prefixesOf, privateLinks, type Start } from "./ends.ts";
import { endpointNetworks, endpointPlace } from "./private-endpoint.ts";
import type { ConnectWorld, NamedIntent } from "./world.ts";

/** Finds where an intent's packets start; an issue where its source has no place in a network. */
export function findStart({ topology }: Pick<ConnectWorld, "topology">, named: NamedIntent): Start | IntentIssue {
  const { intent } = named;
  const source = topology.networks.find(({ key }) => key === intent.source.networkKey);
  if (!source)
    return issueOf(
      "source",
      "source.in-network",
      "The source has no interface in a private network, so no private way can start there. Attach it to a VPC or VNet first.",
      "a Lambda function with a VPC configuration, or a machine",
    );
  const sourcePrefixes = prefixesOf(intent.source, source);
  const [firstPrefix] = sourcePrefixes;
  if (firstPrefix === undefined)
    return issueOf(
      "source",
      "source.address-known",
      "Neither an address nor a subnet of the source was seen, so no rule could let its packets in.",
      "a service whose subnets or addresses discovery shows",
    );
  return { ...named, source, sourcePrefixes, sourceIp: intent.source.addresses[0] ?? addressIn(firstPrefix, 4) };
}

/** Finds where an intent's packets start and end; an issue where one of its services has no place in a network. */
export function findEnds({ topology, made }: ConnectWorld, graph: WayGraph, named: NamedIntent): Ends | IntentIssue {
  const { intent } = named;
  const start = findStart({ topology }, named);
  if ("rule" in start) return start;
  const { source } = start;
  const destination = topology.networks.find(({ key }) => key === intent.destination.networkKey);
  const [address] = intent.destination.addresses;
  if (destination && address !== undefined) return { ...start, destination, destinationIp: address };
  const kind = privateLinks[intent.destination.kind];
  if (kind && intent.destination.cloud === "azure") {
    const near = new Set([
      source.key,
      ...(graph.hopsOfNetwork.get(source.key) ?? []).flatMap(({ exitKeys }) => exitKeys),
    ]);
    const places = endpointNetworks(intent.destination, topology.networks)
      .flatMap((network) => {
        const endpoint = endpointPlace(network, kind, made);
        return endpoint ? [{ network, endpoint }] : [];
      })
      // one that a way leads to goes first; sort keeps the order of the others
      .sort((a, b) => Number(near.has(b.network.key)) - Number(near.has(a.network.key)));
    const [place] = places;
    if (place) {
      const { network, endpoint } = place;
      return { ...start, destination: network, destinationIp: addressIn(endpoint.prefix, 4), endpoint };
    }
    return issueOf(
      "destination",
      "destination.endpoint-place",
      `No VNet of its subscription in ${intent.destination.regionId} has room for a private endpoint, or none shows its subnets.`,
      "a VNet in the same Region with a free /28",
    );
  }
  return issueOf(
    "destination",
    "destination.in-network",
    "The destination has no address in a private network, and Skylane makes no private endpoint for its kind.",
    "a database with a private address, or Azure SQL",
  );
}
