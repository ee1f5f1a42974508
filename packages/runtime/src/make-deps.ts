import {
  alarmReader,
  checkFaultTests,
  checkSteering,
  estimatesOf,
  makeFaultTests,
  makeSteering,
} from "@skylane/clouds";
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
import { reportSealer } from "./seal/report-seal.ts";
import type { RuntimeSettings } from "./settings.ts";
import { loadSettings } from "./settings.ts";
import { coordStores } from "./store/coord-stores.ts";
import { documentClient, documentTable } from "./store/document-table.ts";
import { drillStore } from "./store/drill-stores.ts";
import { lookInbox } from "./store/look-inbox.ts";
import { onceStore } from "./store/once-store.ts";
import { pathPlanStore } from "./store/path-plan-store.ts";
import { regionLeaseStore } from "./store/region-lease-store.ts";
import { eventLog, stateStores } from "./store/state-stores.ts";
import { threadStore } from "./store/thread-store.ts";
import { topologyStore } from "./store/topology-store.ts";
import { surveyor } from "./surveyor.ts";
import { randomIds, systemClock } from "./time.ts";

/** The ports on real services, and the settings they were made from. */
export interface Runtime {
  readonly deps: Deps;
  readonly settings: RuntimeSettings;
}

/** Wires every port. Clients are made once and connect on first use. @throws ERR_CONFIG_INVALID, ERR_CONFIG_MISSING, ERR_ACTUATOR_UNKNOWN, ERR_FAULT_TEST_UNKNOWN */
export function makeRuntime(
  settings: RuntimeSettings = loadSettings(),
  config: SkylaneConfig = loadConfig(settings.configFile),
): Runtime {
  const { regionId, accountId } = settings;
  const clock = systemClock;
  const ids = randomIds;
  const client = documentClient(regionId);
  const table = documentTable(client, names.stateTable);
  const cloudContext = { ...settings.cloudContext, secret: settings.secret };
  const steering = makeSteering(cloudContext);
  checkSteering(config, steering);
  const faultTests = makeFaultTests(cloudContext);
  checkFaultTests(config, faultTests);
  const deps: Deps = {
    config,
    clock,
    ids,
    log,
    steering,
    faultTests,
    sealer: reportSealer(() => settings.secret("drill-report-key")),
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
    channels: alertChannels(
      config,
      settings,
      log,
      threadStore(table, () => clock.nowMs()),
    ),
    surveyor: surveyor(settings.cloudContext, config, clock),
    estimates: estimatesOf(),
    alarmReader: alarmReader(),
    topologies: topologyStore(table),
    lookInbox: lookInbox(table),
    pathPlans: pathPlanStore(table),
    once: onceStore(table, () => clock.nowMs()),
    drills: drillStore(table),
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
