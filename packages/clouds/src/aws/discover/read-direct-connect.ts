import {
  type Connection,
  DescribeConnectionsCommand,
  DescribeDirectConnectGatewayAssociationsCommand,
  DescribeDirectConnectGatewaysCommand,
  DescribeInterconnectsCommand,
  DescribeLagsCommand,
  DescribeVirtualInterfacesCommand,
  type DirectConnectClient,
  type DirectConnectGateway,
  type DirectConnectGatewayAssociation,
  type Interconnect,
  type Lag,
} from "@aws-sdk/client-direct-connect";
import type { Asker } from "./ask-aws.ts";
import { type SafeInterface, withoutAuthKey } from "./without-secrets.ts";

/** Ports and virtual interfaces of one account in one Region. */
export interface PortParts {
  readonly ports: readonly Connection[];
  readonly lags: readonly Lag[];
  /** Ports that a partner sells parts of. */
  readonly interconnects: readonly Interconnect[];
  readonly virtualInterfaces: readonly SafeInterface[];
}

/** Direct Connect gateways are of an account, and of no Region. */
export interface GatewayParts {
  readonly directConnectGateways: readonly DirectConnectGateway[];
  readonly associations: readonly DirectConnectGatewayAssociation[];
}

const PAGE = 100;

/** Interfaces lose their keys before anything looks at them. */
export async function readPorts(client: DirectConnectClient, ask: Asker): Promise<PortParts> {
  const [ports, lags, interconnects, virtualInterfaces] = await Promise.all([
    ask.all(
      "directconnect:DescribeConnections",
      (nextToken, options) => client.send(new DescribeConnectionsCommand({ maxResults: PAGE, nextToken }), options),
      ({ connections, nextToken }) => ({ items: connections, next: nextToken }),
    ),
    ask.all(
      "directconnect:DescribeLags",
      (nextToken, options) => client.send(new DescribeLagsCommand({ maxResults: PAGE, nextToken }), options),
      (page) => ({ items: page.lags, next: page.nextToken }),
    ),
    ask.all(
      "directconnect:DescribeInterconnects",
      (nextToken, options) => client.send(new DescribeInterconnectsCommand({ maxResults: PAGE, nextToken }), options),
      (page) => ({ items: page.interconnects, next: page.nextToken }),
    ),
    ask.all(
      "directconnect:DescribeVirtualInterfaces",
      async (nextToken, options) => {
        const page = await client.send(new DescribeVirtualInterfacesCommand({ maxResults: PAGE, nextToken }), options);
        return { safe: (page.virtualInterfaces ?? []).map(withoutAuthKey), next: page.nextToken };
      },
      ({ safe, next }) => ({ items: safe, next }),
    ),
  ]);
  return {
    ports: ports ?? [],
    lags: lags ?? [],
    interconnects: interconnects ?? [],
    virtualInterfaces: virtualInterfaces ?? [],
  };
}

/** The gateways, and what each is associated with, which can be asked for one by one only. */
export async function readDirectConnectGateways(client: DirectConnectClient, ask: Asker): Promise<GatewayParts> {
  const directConnectGateways = await ask.all(
    "directconnect:DescribeDirectConnectGateways",
    (nextToken, options) =>
      client.send(new DescribeDirectConnectGatewaysCommand({ maxResults: PAGE, nextToken }), options),
    (page) => ({ items: page.directConnectGateways, next: page.nextToken }),
  );
  const associations = await Promise.all(
    (directConnectGateways ?? []).map(({ directConnectGatewayId }) =>
      ask.all(
        "directconnect:DescribeDirectConnectGatewayAssociations",
        (nextToken, options) =>
          client.send(
            new DescribeDirectConnectGatewayAssociationsCommand({
              directConnectGatewayId,
              maxResults: PAGE,
              nextToken,
            }),
            options,
          ),
        (page) => ({ items: page.directConnectGatewayAssociations, next: page.nextToken }),
      ),
    ),
  );
  return {
    directConnectGateways: directConnectGateways ?? [],
    associations: associations.flatMap((all) => all ?? []),
  };
}
