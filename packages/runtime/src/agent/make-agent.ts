import type { SkylaneConfig } from "@skylane/core";
import { coreError, probeTargetRules } from "@skylane/core";
import { log } from "../log.ts";
import { checkedProber } from "../probe/checked-prober.ts";
import { directSocket } from "../probe/open-socket.ts";
import { isOwnAddress } from "../probe/own-address.ts";
import { socketProber } from "../probe/socket-prober.ts";
import { eventBridgePublisher, HUB, otherRegionBus } from "../publish/event-bridge.ts";
import { sdkBus } from "../publish/sdk-bus.ts";
import type { RuntimeSettings } from "../settings.ts";
import { randomIds, systemClock } from "../time.ts";
import type { AgentDeps } from "./run-agent.ts";

/**
 * What an agent for `vantageId` needs, on this machine's sockets and the AWS SDK's usual credentials; `hubUrl` is where
 * EventBridge is if it is not at its public address. @throws ERR_CONFIG_INVALID if the vantage is not an agent's
 */
export function makeAgent(
  config: SkylaneConfig,
  vantageId: string,
  {
    regionId,
    names,
    otherRegionUrl,
    hubUrl,
  }: Pick<RuntimeSettings, "regionId" | "names" | "otherRegionUrl"> & { readonly hubUrl: string | undefined },
): AgentDeps {
  checkVantage(config, vantageId);
  const clock = systemClock;
  return {
    config,
    clock,
    log,
    random: Math.random,
    prober: checkedProber(socketProber(directSocket), probeTargetRules(config), log),
    publisher: eventBridgePublisher({
      bus: names.bus,
      clock,
      ids: randomIds,
      putEvents: sdkBus({ regionId, endpoint: hubUrl, clock, ...HUB }),
      ...otherRegionBus(sdkBus, config, { regionId, otherRegionUrl }, { clock, log }),
    }),
  };
}

function checkVantage(config: SkylaneConfig, vantageId: string): void {
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
  if (paths.length === 0)
    throw coreError("ERR_CONFIG_INVALID", `groups: no path is probed from "${vantageId}"; name it in a path's probe`, {
      vantageId,
    });
  const foreign = [...new Set(paths.map(({ probe }) => probe.sourceIp))].filter((ip) => !isOwnAddress(ip));
  // a probe that leaves from another address may take another path than the one it stands for
  if (foreign.length > 0) log.warn("source addresses this machine does not have", { vantageId, sourceIps: foreign });
}
