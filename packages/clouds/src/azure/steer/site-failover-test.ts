import type { FaultTest } from "@skylane/core";
import * as z from "zod";
import { armIdOf, partsOf } from "./arm-target.ts";
import type { AzureWriter } from "./azure-writer.ts";
import { fromAzureError } from "./from-azure-error.ts";

const Settings = z.strictObject({
  virtualNetworkGatewayId: armIdOf("virtualNetworkGateways"),
  /** As Azure writes it, e.g. `Washington DC`; every connection of the gateway there is taken away. */
  peeringLocation: z.string().min(1).max(80),
  /** The path's own connection: it tells when the site is back. */
  connectionId: armIdOf("connections"),
});
type Settings = z.infer<typeof Settings>;

const GATEWAY = "Microsoft.Network/virtualNetworkGateways";
const RUNNING = /^(Starting|Running|Stopping)$/;

/**
 * ExpressRoute's site failover simulation: a gateway loses all connections of one peering location. It needs two locations or
 * more on the gateway, and Azure knows no duration: it runs until it is stopped, by the drill or else by the watchdog.
 * @see https://learn.microsoft.com/azure/expressroute/resiliency-validation (read 2026-11)
 */
export function siteFailoverTest(azure: AzureWriter): FaultTest {
  const isTesting = async (settings: Settings): Promise<boolean> => {
    const { group, name } = gatewayOf(settings);
    const tests = await azure.ask(callOf(settings, "getFailoverAllTestsDetails/action"), (network, options) =>
      network.virtualNetworkGateways
        .getFailoverAllTestDetails(group, name, "SingleSiteFailover", true, options)
        .pollUntilDone({ abortSignal: options.abortSignal }),
    );
    return tests.some(
      ({ peeringLocation, status }) =>
        peeringLocation?.toLowerCase() === settings.peeringLocation.toLowerCase() && RUNNING.test(status ?? ""),
    );
  };
  const isUp = async ({ connectionId }: Settings): Promise<boolean> => {
    const { subscriptionId, group, name } = partsOf(connectionId, "connections");
    const call = { subscriptionId, resourceId: connectionId, action: "Microsoft.Network/connections/read" };
    const { connectionStatus } = await azure.ask(call, (network, options) =>
      network.virtualNetworkGatewayConnections.get(group, name, options),
    );
    return connectionStatus === "Connected";
  };
  return {
    id: "azure.site-failover-test",
    settings: Settings,
    async start(raw) {
      const settings = Settings.parse(raw);
      if (await isTesting(settings)) return "already";
      const { group, name } = gatewayOf(settings);
      await write(azure, settings, "startSiteFailoverTest/action", (network, options) =>
        network.virtualNetworkGateways.startExpressRouteSiteFailoverSimulation(
          group,
          name,
          settings.peeringLocation,
          options,
        ),
      );
      return "started";
    },
    async read(raw) {
      const settings = Settings.parse(raw);
      const [testing, up] = await Promise.all([isTesting(settings), isUp(settings)]);
      return { isTesting: testing, isUp: up };
    },
    async stop(raw) {
      const settings = Settings.parse(raw);
      if (!(await isTesting(settings))) return "already";
      const { group, name } = gatewayOf(settings);
      // whether it went well is told by Skylane's own record, and not known yet
      const stop = { peeringLocation: settings.peeringLocation };
      await write(azure, settings, "stopSiteFailoverTest/action", (network, options) =>
        network.virtualNetworkGateways.stopExpressRouteSiteFailoverSimulation(group, name, stop, options),
      );
      return "stopped";
    },
  };
}

const gatewayOf = ({ virtualNetworkGatewayId }: Settings) => partsOf(virtualNetworkGatewayId, "virtualNetworkGateways");

const callOf = (settings: Settings, action: string) => ({
  subscriptionId: gatewayOf(settings).subscriptionId,
  resourceId: settings.virtualNetworkGatewayId,
  action: `${GATEWAY}/${action}`,
});

async function write(
  azure: AzureWriter,
  settings: Settings,
  action: string,
  send: Parameters<AzureWriter["write"]>[1],
): Promise<void> {
  const call = callOf(settings, action);
  try {
    await azure.write(call, send);
  } catch (error) {
    throw fromAzureError(error, call.action, call.resourceId);
  }
}
