import {
  type Attachment,
  type CoreNetwork,
  GetCoreNetworkCommand,
  ListAttachmentsCommand,
  ListCoreNetworksCommand,
  ListPeeringsCommand,
  type NetworkManagerClient,
  type Peering,
} from "@aws-sdk/client-networkmanager";
import type { Asker } from "./ask-aws.ts";

/** Cloud WAN of one account. */
export interface CoreNetworkParts {
  readonly coreNetworks: readonly (CoreNetwork & { readonly OwnerAccountId?: string | undefined })[];
  readonly coreAttachments: readonly Attachment[];
  readonly corePeerings: readonly Peering[];
}

export const noCoreNetworks: CoreNetworkParts = { coreNetworks: [], coreAttachments: [], corePeerings: [] };

/** Network Manager answers in this Region only, for all. */
export const NETWORK_MANAGER_REGION = "us-west-2";
const PAGE = 500;

/** Nothing more is asked where there is no core network. */
export async function readCoreNetworks(client: NetworkManagerClient, ask: Asker): Promise<CoreNetworkParts> {
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
  const [coreNetworks, coreAttachments, corePeerings] = await Promise.all([
    Promise.all(
      listed.map(async (summary) => {
        const { CoreNetworkId } = summary;
        const answer = await ask.one("networkmanager:GetCoreNetwork", (options) =>
          client.send(
            new GetCoreNetworkCommand({ ...(CoreNetworkId !== undefined && { CoreNetworkId }) } as {
              CoreNetworkId: string;
            }),
            options,
          ),
        );
        return { ...summary, ...answer?.CoreNetwork };
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
  return { coreNetworks, coreAttachments: coreAttachments ?? [], corePeerings: corePeerings ?? [] };
}
