import { checkSteering, estimatesOf, makeSteering } from "@skylane/clouds";
import type { SkylaneConfig } from "@skylane/core";
import { names, probeTargetRules } from "@skylane/core";
import type { Deps } from "@skylane/engine";
import { alertChannels } from "./alerts/channels.ts";
import { loadConfig } from "./load-config.ts";
import { log } from "./log.ts";
import { checkedProber } from "./probe/checked-prober.ts";
import { directSocket, socksSocket } from "./probe/open-socket.ts";
import { socketProber } from "./probe/socket-prober.ts";
import { socksEcho } from "./probe/udp-echo.ts";
import { eventBridgePublisher, otherRegionBus } from "./publish/event-bridge.ts";
import { stepFunctions } from "./publish/step-functions.ts";
import type { RuntimeSettings } from "./settings.ts";
import { loadSettings } from "./settings.ts";
import { coordStores } from "./store/coord-stores.ts";
import { documentClient, documentTable } from "./store/document-table.ts";
import { pathPlanStore } from "./store/path-plan-store.ts";
import { regionLeaseStore } from "./store/region-lease-store.ts";
import { eventLog, stateStores } from "./store/state-stores.ts";
import { topologyStore } from "./store/topology-store.ts";
import { surveyor } from "./surveyor.ts";
import { randomIds, systemClock } from "./time.ts";

/** The ports on real services, and the settings they were made from. */
export interface Runtime {
  readonly deps: Deps;
  readonly settings: RuntimeSettings;
}

/** Wires every port. Clients are made once and connect on first use. @throws ERR_CONFIG_INVALID, ERR_CONFIG_MISSING, ERR_ACTUATOR_UNKNOWN */
export function makeRuntime(
  settings: RuntimeSettings = loadSettings(),
  config: SkylaneConfig = loadConfig(settings.configFile),
): Runtime {
  const { regionId, accountId } = settings;
  const clock = systemClock;
  const ids = randomIds;
  const client = documentClient(regionId);
  const table = documentTable(client, names.stateTable);
  const steering = makeSteering({ ...settings.cloudContext, secret: settings.secret });
  checkSteering(config, steering);
  const deps: Deps = {
    config,
    clock,
    ids,
    log,
    steering,
    prober: checkedProber(
      settings.proxy
        ? socketProber(socksSocket(settings.proxy), socksEcho(settings.proxy))
        : socketProber(directSocket),
      probeTargetRules(config),
      log,
    ),
    publisher: eventBridgePublisher({
      regionId,
      bus: names.bus,
      clock,
      ids,
      ...otherRegionBus(config, settings, log),
    }),
    workflows: stepFunctions(regionId, accountId),
    eventLog: eventLog(table, () => clock.nowMs()),
    channels: alertChannels(config, settings, log),
    surveyor: surveyor(settings.cloudContext, config, clock),
    estimates: estimatesOf(),
    topologies: topologyStore(table),
    pathPlans: pathPlanStore(table),
    ...stateStores(table),
    ...coordStores(client, names.coordTable, ids),
    regionId,
    regionLease: regionLeaseStore(client, names.coordTable, ids),
  };
  return { deps, settings };
}

let runtime: Runtime | undefined;

/** The process's one runtime, made at the first invocation. */
export const theRuntime = (): Runtime => {
  runtime ??= makeRuntime();
  return runtime;
};
