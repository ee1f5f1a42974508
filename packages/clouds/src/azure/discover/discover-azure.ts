import type { HttpClient } from "@azure/core-rest-pipeline";
import type { Discover, DiscoveryGap, DiscoveryRequest } from "@skylane/core";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { type Scan, startScan } from "../../_shared/scan.ts";
import { regionOf, routingKey } from "./arm-ids.ts";
import { type AzureClients, connectAzure } from "./connect-azure.ts";
import { explainAzure } from "./explain-azure.ts";
import { listSubscriptions } from "./list-subscriptions.ts";
import { mapAzure, regionFilter } from "./map-azure.ts";
import { type AzureInventory, emptyInventory, type GroupScope, mergeInventories, readGroup } from "./read-group.ts";
import { type HubRouting, hubQuestions, readHubRouting } from "./read-hub-routing.ts";
import { readHubs } from "./read-hubs.ts";
import {
  type AzureRouting,
  type CircuitRouting,
  type GatewayRouting,
  readCircuitRouting,
  readGatewayRouting,
} from "./read-routing.ts";
import { readServices } from "./read-services.ts";
import { privatePeeringOf } from "./seen-circuits.ts";
import { bgpConnectionsOf, peerAddressesOf } from "./seen-tunnels.ts";
import { startUnderstanding } from "./understand.ts";

/** Where the environment and the wire are others than the process's: in tests. */
export interface AzureSurroundings {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly httpClient?: HttpClient;
  /** How often a slow read is asked after where Azure does not say. */
  readonly pollMs?: number;
}

/** Where the answer does not say when to ask again; Azure's own do, by Retry-After. */
const POLL_MS = 15;

/**
 * Looks at Azure, subscription by subscription and resource group by resource group. Subscriptions are the request's
 * accounts, else `AZURE_SUBSCRIPTION_ID`, else all that the credentials see; the request's regions are matched with where things are, not their groups.
 */
export const discoverAzure =
  (
    { endpoints, federation }: Pick<CloudContext, "endpoints" | "federation">,
    surroundings: AzureSurroundings = {},
  ): Discover =>
  async (request) => {
    const startedAtMs = request.nowMs();
    const environment = surroundings.environment ?? process.env;
    const scan = startScan("azure", request, explainAzure);
    const clientsOf = await scan.call({ accountId: "", regionId: "", operation: "sign in to Azure" }, () =>
      connectAzure({ endpoint: endpoints?.azure, environment, federation, httpClient: surroundings.httpClient }),
    );
    const subscriptions = clientsOf ? await subscriptionsOf(request, environment, clientsOf, scan) : [];
    const parts = clientsOf
      ? await Promise.all(
          subscriptions.map((id) => readSubscription(id, clientsOf(id), request, scan, surroundings.pollMs ?? POLL_MS)),
        )
      : [];
    const seen = mapAzure(
      mergeInventories(parts.map(({ inventory }) => inventory)),
      {
        gateways: new Map(parts.flatMap(({ routing }) => [...routing.gateways])),
        circuits: new Map(parts.flatMap(({ routing }) => [...routing.circuits])),
        hubs: new Map(parts.flatMap(({ routing }) => [...routing.hubs])),
      },
      request.regions,
    );
    return {
      cloud: "azure",
      startedAtMs,
      finishedAtMs: request.nowMs(),
      callCount: scan.callCount(),
      ...seen,
      gaps: [
        ...(subscriptions.length === 0 && scan.gaps.length === 0 ? [noSubscription] : []),
        ...onceForCredentials(scan.gaps),
        ...seen.gaps,
      ],
    };
  };

async function subscriptionsOf(
  { accounts, signal }: DiscoveryRequest,
  environment: NonNullable<AzureSurroundings["environment"]>,
  clientsOf: (subscriptionId: string) => AzureClients,
  scan: Scan,
): Promise<readonly string[]> {
  if (accounts.length > 0) return [...new Set(accounts.map(({ id }) => id))];
  if (environment.AZURE_SUBSCRIPTION_ID) return [environment.AZURE_SUBSCRIPTION_ID];
  const scope = { accountId: "", regionId: "", operation: "Microsoft.Resources/subscriptions/read" };
  return (await scan.call(scope, () => listSubscriptions(clientsOf(ANY_SUBSCRIPTION).resources, signal))) ?? [];
}

/** The SDK wants one even for calls that are in none. */
const ANY_SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";

async function readSubscription(
  subscriptionId: string,
  clients: AzureClients,
  request: DiscoveryRequest,
  scan: Scan,
  pollMs: number,
): Promise<{ inventory: AzureInventory; routing: AzureRouting }> {
  const { signal } = request;
  const groups = await scan.call(
    { accountId: subscriptionId, regionId: "", operation: "Microsoft.Resources/subscriptions/resourceGroups/read" },
    () => Array.fromAsync(clients.resources.resourceGroups.list(signal ? { abortSignal: signal } : {})),
  );
  const scopes = (groups ?? []).flatMap(({ name, location }): GroupScope[] =>
    name === undefined ? [] : [{ subscriptionId, name, regionId: regionOf(location) }],
  );
  const parts = await Promise.all([
    scopes.length > 0 && readHubs(clients, subscriptionId, regionFilter(request.regions), scan, signal),
    scopes.length > 0 && readServices(clients, subscriptionId, scan, signal),
    ...scopes.map((group) => readGroup(clients, group, scan, signal)),
  ]);
  const inventory = mergeInventories(parts.map((part) => ({ ...emptyInventory, ...part })));
  return { inventory, routing: await readRouting(clients, inventory, request, scan, pollMs) };
}

async function readRouting(
  clients: AzureClients,
  inventory: AzureInventory,
  { regions, signal }: DiscoveryRequest,
  scan: Scan,
  pollMs: number,
): Promise<AzureRouting> {
  const slowly = { updateIntervalInMs: pollMs, ...(signal && { abortSignal: signal }) };
  const isAsked = regionFilter(regions);
  // an object that is not understood here is not understood when it is mapped, and told of then
  const { attempt } = startUnderstanding();
  const gateways = inventory.gateways
    .filter(({ gatewayType, location }) => gatewayType === "Vpn" && isAsked({ regionId: regionOf(location) }))
    .map(async (gateway): Promise<[string, GatewayRouting]> => {
      const connections = attempt(gateway, () => bgpConnectionsOf(gateway, inventory.connections)) ?? [];
      const peers = new Set(
        connections.flatMap((one) => attempt(one, () => [...peerAddressesOf(one, inventory)]) ?? []),
      );
      const hasBgp = connections.length > 0;
      return [
        routingKey(gateway.id),
        hasBgp ? await readGatewayRouting(clients, gateway, peers, scan, slowly) : { advertised: new Map() },
      ];
    });
  const circuits = inventory.circuits
    .filter(
      (circuit) =>
        isAsked({ regionId: regionOf(circuit.location) }) && attempt(circuit, () => privatePeeringOf(circuit)),
    )
    .map(
      async (circuit): Promise<[string, CircuitRouting]> => [
        routingKey(circuit.id),
        await readCircuitRouting(clients, circuit, scan, slowly),
      ],
    );
  const hubs = inventory.hubs
    .filter(({ location }) => isAsked({ regionId: regionOf(location) }))
    .map(
      async (hub): Promise<[string, HubRouting]> => [
        routingKey(hub.id),
        await readHubRouting(clients, hub, attempt(hub, () => hubQuestions(hub, inventory)) ?? [], scan, slowly),
      ],
    );
  return {
    gateways: new Map(await Promise.all(gateways)),
    circuits: new Map(await Promise.all(circuits)),
    hubs: new Map(await Promise.all(hubs)),
  };
}

/** Bad credentials fail every call; that is one thing to say. */
function onceForCredentials(gaps: readonly DiscoveryGap[]): DiscoveryGap[] {
  const first = gaps.find(({ reason }) => reason === "credentials");
  return gaps.filter((gap) => gap.reason !== "credentials" || gap === first);
}

const noSubscription: DiscoveryGap = {
  cloud: "azure",
  operation: "Microsoft.Resources/subscriptions/read",
  reason: "credentials",
  message: "no subscription is named, and these credentials see none",
  todo: "name subscriptions in clouds.azure.accounts of the configuration, or set AZURE_SUBSCRIPTION_ID (`az account show --query id -o tsv`)",
};
