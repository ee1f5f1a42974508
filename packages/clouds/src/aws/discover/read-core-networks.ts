import {
  type Attachment,
  type CoreNetwork,
  GetCoreNetworkCommand,
  GetNetworkRoutesCommand,
  ListAttachmentsCommand,
  ListCoreNetworksCommand,
  ListPeeringsCommand,
  type NetworkManagerClient,
  type NetworkRoute,
  type Peering,
} from "@aws-sdk/client-networkmanager";
import type { Asker } from "./ask-aws.ts";

type OwnedCoreNetwork = CoreNetwork & { readonly OwnerAccountId?: string | undefined };

/** A route of a segment as one edge holds it. */
export interface CoreRoute extends NetworkRoute {
  readonly coreNetworkId: string;
  readonly segmentName: string;
  readonly edgeLocation: string;
}

/** Cloud WAN of one account. */
export interface CoreNetworkParts {
  readonly coreNetworks: readonly OwnedCoreNetwork[];
  readonly coreAttachments: readonly Attachment[];
  readonly corePeerings: readonly Peering[];
  readonly coreRoutes: readonly CoreRoute[];
}

export const noCoreNetworks: CoreNetworkParts = {
  coreNetworks: [],
  coreAttachments: [],
  corePeerings: [],
  coreRoutes: [],
};

/** Network Manager answers in this Region only, for all. */
export const NETWORK_MANAGER_REGION = "us-west-2";
const PAGE = 500;

/** Nothing more is asked where there is no core network. */
export async function readCoreNetworks(
  client: NetworkManagerClient,
  accountId: string,
  ask: Asker,
): Promise<CoreNetworkParts> {
  const listed = await ask.all(
    "networkmanager:ListCoreNetworks",
    (token, options) =>
      client.send(
        new ListCoreNetworksCommand({ MaxResults: PAGE, ...(token !== undefined && { NextToken: token }) }),
        options,
      ),
    (page) => ({ items: page.CoreNetworks, next: page.NextToken }),
  );
  if (!listed?.length) return noCoreNetworks;
  const [described, coreAttachments, corePeerings] = await Promise.all([
    Promise.all(
      listed.map(async (summary) => {
        const { CoreNetworkId } = summary;
        if (CoreNetworkId === undefined) return { coreNetwork: summary, coreRoutes: [] };
        const answer = await ask.one("networkmanager:GetCoreNetwork", (options) =>
          client.send(new GetCoreNetworkCommand({ CoreNetworkId }), options),
        );
        const coreNetwork: OwnedCoreNetwork = { ...summary, ...answer?.CoreNetwork };
        // the routes are its owner's to see
        const isOwn = (summary.OwnerAccountId ?? accountId) === accountId;
        return { coreNetwork, coreRoutes: isOwn ? await readRoutes(client, coreNetwork, ask) : [] };
      }),
    ),
    ask.all(
      "networkmanager:ListAttachments",
      (token, options) =>
        client.send(
          new ListAttachmentsCommand({ MaxResults: PAGE, ...(token !== undefined && { NextToken: token }) }),
          options,
        ),
      (page) => ({ items: page.Attachments, next: page.NextToken }),
    ),
    ask.all(
      "networkmanager:ListPeerings",
      (token, options) =>
        client.send(
          new ListPeeringsCommand({ MaxResults: PAGE, ...(token !== undefined && { NextToken: token }) }),
          options,
        ),
      (page) => ({ items: page.Peerings, next: page.NextToken }),
    ),
  ]);
  return {
    coreNetworks: described.map(({ coreNetwork }) => coreNetwork),
    coreAttachments: coreAttachments ?? [],
    corePeerings: corePeerings ?? [],
    coreRoutes: described.flatMap(({ coreRoutes }) => coreRoutes),
  };
}

/** The routes that win, of each segment at each of its edges: that is a table. */
async function readRoutes(
  client: NetworkManagerClient,
  { CoreNetworkId, GlobalNetworkId, Segments, Edges }: OwnedCoreNetwork,
  ask: Asker,
): Promise<readonly CoreRoute[]> {
  if (CoreNetworkId === undefined || GlobalNetworkId === undefined) return [];
  const tables = (Segments ?? []).flatMap(({ Name, EdgeLocations }) =>
    (EdgeLocations ?? (Edges ?? []).flatMap(({ EdgeLocation }) => EdgeLocation ?? [])).flatMap((EdgeLocation) =>
      Name === undefined ? [] : [{ CoreNetworkId, SegmentName: Name, EdgeLocation }],
    ),
  );
  const read = tables.map(async (CoreNetworkSegmentEdge) => {
    const answer = await ask.one("networkmanager:GetNetworkRoutes", (options) =>
      client.send(
        new GetNetworkRoutesCommand({ GlobalNetworkId, RouteTableIdentifier: { CoreNetworkSegmentEdge } }),
        options,
      ),
    );
    return (answer?.NetworkRoutes ?? []).map((route) => ({
      ...route,
      coreNetworkId: CoreNetworkId,
      segmentName: CoreNetworkSegmentEdge.SegmentName,
      edgeLocation: CoreNetworkSegmentEdge.EdgeLocation,
    }));
  });
  return (await Promise.all(read)).flat();
}
