import type { Prober, SkylaneConfig } from "@skylane/core";
import { coreError, outpostEventSchema, probeTargetRules } from "@skylane/core";
import { nameProver } from "../intent/name-prover.ts";
import { log } from "../log.ts";
import { checkedProber } from "../probe/checked-prober.ts";
import { directSocket } from "../probe/open-socket.ts";
import { isOwnAddress } from "../probe/own-address.ts";
import { socketProber } from "../probe/socket-prober.ts";
import { eventBridgePublisher, HUB, otherRegionBus } from "../publish/event-bridge.ts";
import { sdkBus } from "../publish/sdk-bus.ts";
import type { RuntimeSettings } from "../settings.ts";
import { sdkTables } from "../store/sdk-tables.ts";
import { builtGroupsIn } from "../store/state/built-store.ts";
import { documentTable } from "../store/state/document-table.ts";
import { proofInboxIn } from "../store/state/proof-store.ts";
import { randomIds, systemClock } from "../time.ts";
import type { AgentDeps } from "./run-agent.ts";

/**
 * What an agent for `vantageId` needs, on this machine's sockets, or the proxy in front of it, and the AWS SDK's usual credentials;
 * `hubUrl` is where EventBridge and DynamoDB are if they are not at their public addresses. @throws ERR_CONFIG_INVALID if the vantage is
 * not an agent's
 */
export async function makeAgent(
  config: SkylaneConfig,
  vantageId: string,
  {
    regionId,
    names,
    otherRegionUrl,
    hubUrl,
    proxy,
  }: Pick<RuntimeSettings, "regionId" | "names" | "otherRegionUrl" | "proxy"> & { readonly hubUrl: string | undefined },
): Promise<AgentDeps> {
  checkVantage(config, vantageId, proxy !== undefined);
  const clock = systemClock;
  const table = documentTable(sdkTables(regionId, { ...HUB, endpoint: hubUrl }), names.stateTable);
  const through = proxy && (await import("../probe/through-socks.ts"));
  const open = proxy && through ? through.socksSocket(proxy) : directSocket;
  const echo = proxy && through?.socksEcho(proxy);
  const own = config.vantages.find(({ id }) => id === vantageId)?.addresses ?? [];
  const prober = checkedProber(socketProber(open, echo), probeTargetRules(config), log);
  return {
    config,
    clock,
    ids: randomIds,
    log,
    random: Math.random,
    prober: proxy ? prober : asItself(prober, own),
    names: nameProver(open),
    builtGroups: builtGroupsIn(table, log),
    proofInbox: proofInboxIn(table, clock),
    publisher: eventBridgePublisher({
      bus: names.bus,
      clock,
      ids: randomIds,
      schemaOf: outpostEventSchema,
      putEvents: sdkBus({ regionId, endpoint: hubUrl, clock, ...HUB }),
      ...otherRegionBus(sdkBus, config, { regionId, otherRegionUrl }, { clock, log }),
    }),
  };
}

/** Sends nothing for an address that the vantage is said to have and this machine has not: rules may let in that address alone. */
const asItself = (prober: Prober, addresses: readonly string[]): Prober => ({
  probe: async (request) =>
    addresses.includes(request.sourceIp) && !isOwnAddress(request.sourceIp)
      ? { outcome: "vantage-error" }
      : prober.probe(request),
});

function checkVantage(config: SkylaneConfig, vantageId: string, isProxied: boolean): void {
  const at = config.vantages.findIndex(({ id }) => id === vantageId);
  if (at < 0)
    throw coreError("ERR_CONFIG_INVALID", `vantages: has no "${vantageId}"; declare it or correct --vantage`, {
      vantageId,
    });
  if (config.vantages[at]?.runsAs !== "agent")
    throw coreError(
      "ERR_CONFIG_INVALID",
      `vantages[${at}].runsAs: is "function", so that a function probes from "${vantageId}" as well; set it to "agent"`,
      { vantageId },
    );
  const paths = config.groups.flatMap((group) => group.paths).filter(({ probe }) => probe.vantageId === vantageId);
  // where connections are built it may have to prove some, and to probe them from then on
  if (paths.length === 0 && config.intents.building === "off")
    throw coreError("ERR_CONFIG_INVALID", `groups: no path is probed from "${vantageId}"; name it in a path's probe`, {
      vantageId,
    });
  if (isProxied) return;
  const sourceIps = [...paths.map(({ probe }) => probe.sourceIp), ...(config.vantages[at]?.addresses ?? [])];
  const foreign = [...new Set(sourceIps)].filter((ip) => !isOwnAddress(ip));
  // a probe that leaves from another address may take another path than the one it stands for
  if (foreign.length > 0) log.warn("source addresses this machine does not have", { vantageId, sourceIps: foreign });
}
