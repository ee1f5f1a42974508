import type { PrivateEndpoint } from "@azure/arm-network";
import { isRestError } from "@azure/core-rest-pipeline";
import * as z from "zod";
import type { Scan } from "../../_shared/scan.ts";
import type { AzureClients } from "./connect-azure.ts";
import { listArm } from "./list-arm.ts";

/** An object of a list; the rest is understood one by one. */
const Listed = z.looseObject({ id: z.string(), location: z.string() });
export type Listed = z.infer<typeof Listed>;

/** What can be connected besides machines, and the private endpoints that lead to it. */
export interface ServiceInventory {
  readonly sqlServers: readonly Listed[];
  readonly storageAccounts: readonly Listed[];
  readonly privateEndpoints: readonly PrivateEndpoint[];
}

const SQL_VERSION = "2023-08-01";
const STORAGE_VERSION = "2024-01-01";

/** One list a kind for all of a subscription. */
export async function readServices(
  { network, resources }: AzureClients,
  subscriptionId: string,
  scan: Scan,
  signal: AbortSignal | undefined,
): Promise<ServiceInventory> {
  const ask = async <T>(operation: string, run: () => Promise<readonly T[]>): Promise<readonly T[]> =>
    (await scan.call({ accountId: subscriptionId, regionId: "", operation }, () => unlessUnused(run))) ?? [];
  const list = async (type: string, version: string): Promise<readonly Listed[]> =>
    z
      .array(Listed)
      .parse(await listArm(resources, `/subscriptions/${subscriptionId}/providers/${type}`, version, signal));
  const options = signal ? { abortSignal: signal } : {};
  const [sqlServers, storageAccounts, privateEndpoints] = await Promise.all([
    ask("Microsoft.Sql/servers/read", () => list("Microsoft.Sql/servers", SQL_VERSION)),
    ask("Microsoft.Storage/storageAccounts/read", () => list("Microsoft.Storage/storageAccounts", STORAGE_VERSION)),
    ask("Microsoft.Network/privateEndpoints/read", () =>
      Array.fromAsync(network.privateEndpoints.listBySubscription(options)),
    ),
  ]);
  return { sqlServers, storageAccounts, privateEndpoints };
}

/** A provider that a subscription has never used holds nothing of it. */
async function unlessUnused<T>(run: () => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await run();
  } catch (error) {
    if (isRestError(error) && error.code === "MissingSubscriptionRegistration") return [];
    throw error;
  }
}
