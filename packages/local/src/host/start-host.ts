import { join, resolve } from "node:path";
import type { DeploymentNames, FunctionName, SkylaneConfig } from "@skylane/core";
import { type FunctionSpec, functions as manifest, routes, STATUS_PATH } from "@skylane/core";
import {
  countMatch,
  countTransition,
  createCloudWatch,
  createMetrics,
  meterBus,
  meterLambda,
  meterLogs,
  meterTables,
  meterTargets,
} from "../cloud-watch/index.ts";
import { dynamoDbListener, openDynamoDb } from "../dynamodb/index.ts";
import { type RestService, startEdge } from "../edge/index.ts";
import { awsTargets, createEventBus, type EventBus } from "../event-bus/index.ts";
import { startGateway } from "../gateway/index.ts";
import { openGlobalTables, type Peers } from "../global-tables/index.ts";
import {
  createLambdaHost,
  type HostedFunction,
  type LambdaHandler,
  type LambdaHost,
  lambdaRest,
} from "../lambda/index.ts";
import { createObjectStore, type ObjectStore } from "../object-store/index.ts";
import { createParameterStore, parameterKeyIn } from "../parameter-store/index.ts";
import { createScheduler } from "../scheduler/index.ts";
import { createStepFunctions } from "../step-functions/index.ts";
import { systemTimers } from "../time.ts";
import type { DataFolder } from "./data-folder.ts";
import { hostLog } from "./host-log.ts";
import { isolatedHandler } from "./isolated-handler.ts";
import { provisionBus, provisionSchedules, provisionTables, provisionWorkflows } from "./provision.ts";

/** What to serve, and where. */
export interface HostOptions {
  readonly data: DataFolder;
  readonly config: SkylaneConfig;
  /** Port of the page and the API; 0 takes any free one. */
  readonly port: number;
  /** Port of the embedded AWS. */
  readonly awsPort: number;
  readonly regionId: string;
  readonly accountId: string;
  /** What the deployment's parts are called. */
  readonly names: DeploymentNames;
  /** What requests for the API bear. */
  readonly token: string;
  /** Where requests below `/lab` go. */
  readonly labUrl: string | undefined;
  /** The other Region and the witness; absent = this is the only Region. */
  readonly peers?: Peers | undefined;
}

/** The embedded AWS with Skylane deployed on it. */
export interface Host {
  /** The page and the HTTP API. */
  readonly url: string;
  readonly awsUrl: string;
  close(): Promise<void>;
}

const REPOSITORY = resolve(import.meta.dirname, "../../../..");
const LOOPBACK = "127.0.0.1";

/** Starts every embedded service, deploys what the manifest names, and takes up what a former process left unfinished. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { data, regionId: region, accountId, names } = options;
  const account = { regionId: region, accountId, names };
  const common = { timers: systemTimers, random: Math.random, region, accountId, log: hostLog };
  const metrics = createMetrics(systemTimers);
  const functions = createLambdaHost({ ...common, functions: shippedFunctions(names) });
  const logged = meterLogs(functions, metrics, [process.stdout, process.stderr]);
  const lambda = meterLambda(logged.host, metrics, systemTimers);
  const local = await openDynamoDb({ path: data.tablesPath, timers: systemTimers, log: hostLog });
  const global =
    options.peers &&
    (await openGlobalTables({ ...common, ...data, regionId: region, names, tables: local, peers: options.peers }));
  const tables = global ?? local;
  const callTables = meterTables(tables.call, metrics);
  const targets = awsTargets({ lambda, startExecution: (arn, input) => stepFunctions.startExecution(arn, input) });
  // There is no other account to forward what AWS's services tell: whoever reaches this machine's bus may speak for them.
  const bus = meterBus(
    createEventBus({
      ...common,
      databaseFile: data.busFile,
      targets,
      acceptServiceSources: true,
      onMatch: countMatch(metrics),
    }),
    metrics,
  );
  const stepFunctions = createStepFunctions({
    ...common,
    databaseFile: data.workflowsFile,
    lambda,
    integrations: {
      putEvents: (entries) => bus.call("PutEvents", { Entries: entries }),
      dynamodb: (operation, input) => callTables(operation, input),
    },
    onTransition: countTransition(metrics),
  });
  const scheduler = createScheduler({
    ...common,
    databaseFile: data.schedulerFile,
    targets: meterTargets(targets, metrics),
    fireOnStart: true,
  });

  const parameters = createParameterStore({
    databaseFile: data.parametersFile,
    key: parameterKeyIn(data.path),
    nowMs: () => systemTimers.nowMs(),
  });

  const objects = createObjectStore({
    databaseFile: data.objectsFile,
    bucket: names.siteBucketOf(accountId, region),
  });

  await Promise.all([
    provisionTables(tables, names),
    provisionBus(bus, account),
    provisionWorkflows(stepFunctions, account),
  ]);
  provisionSchedules(scheduler, options.config, account);
  await global?.start();
  stepFunctions.resumeAll();
  const edge = await startEdge({
    port: options.awsPort,
    host: LOOPBACK,
    services: [bus, stepFunctions, createCloudWatch(metrics), parameters],
    restServices: [
      scheduler,
      // whoever calls a function: it is counted, and its log is its own
      lambdaRest({ ...lambda, list: functions.list }, hostLog),
      introspection(bus),
      objects.service,
      ...(global ? [global.service] : []),
    ],
    raw: { dynamodb: dynamoDbListener(callTables) },
  });
  // The SDK clients of the handlers read this when they are first used, which is after this line.
  process.env.AWS_ENDPOINT_URL = edge.url;
  // beside the estate's Lambda, which is another address
  process.env.SKYLANE_ENDPOINT_PROVERS = edge.url;
  const front = await startGateway(frontOptions(options, lambda, objects));
  bus.start();
  scheduler.start();
  return {
    url: front.url,
    awsUrl: edge.url,
    async close() {
      await front.close();
      scheduler.close();
      await bus.close();
      stepFunctions.close();
      await edge.close();
      parameters.close();
      objects.close();
      await global?.close();
      await local.close();
      logged.close();
    },
  };
}

function shippedFunctions(names: DeploymentNames): Readonly<Record<string, HostedFunction>> {
  return Object.fromEntries(
    Object.entries<FunctionSpec>(manifest).map(([name, spec]) => {
      const module = join(REPOSITORY, "functions", `${spec.entry}.ts`);
      return [
        names.functionOf(name as FunctionName),
        {
          timeoutMs: spec.timeoutSeconds * 1_000,
          memoryMb: spec.memoryMb,
          ...(spec.reservedConcurrency !== undefined && { reservedConcurrency: spec.reservedConcurrency }),
          load: async () =>
            spec.isComputing ? isolatedHandler(module) : ((await import(module)) as { handler: LambdaHandler }).handler,
        },
      ];
    }),
  );
}

/** What the bus has counted, for drills and the curious; not an AWS API. */
const introspection = (bus: EventBus): RestService => ({
  pathPrefixes: ["/_local/bus"],
  handle: async () => ({ statusCode: 200, body: bus.stats() }),
});

const frontOptions = ({ port, labUrl, names, token }: HostOptions, lambda: LambdaHost, objects: ObjectStore) =>
  ({
    port,
    host: LOOPBACK,
    token,
    routes: routes.map(({ method, path, target, ...route }) => ({
      method,
      path,
      functionName: names.functionOf(target),
      isSigned: "isSigned" in route,
    })),
    lambda,
    staticDir: join(REPOSITORY, "packages/dashboard/dist"),
    statusPage: () => objects.read(STATUS_PATH.slice(1)),
    proxies: labUrl === undefined ? [] : [{ prefix: "/lab", targetUrl: labUrl }],
    log: hostLog,
  }) as const;
