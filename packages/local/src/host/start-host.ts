import { join, resolve } from "node:path";
import type { SkylaneConfig } from "@skylane/core";
import { functions as manifest, routes } from "@skylane/core";
import { PermanentError } from "../events/deliverer.ts";
import { createEventBus, type EventBus } from "../events/event-bus.ts";
import { createLambdaHost, type HostedFunction, type LambdaHandler } from "../functions/lambda-host.ts";
import { awsEdge, type RestService } from "../http/aws-edge.ts";
import { gateway } from "../http/gateway.ts";
import { type Served, serve } from "../http/serve.ts";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import { createScheduler } from "../schedules/scheduler.ts";
import { createStepFunctions } from "../step-functions/index.ts";
import { openDynamoDb } from "../tables/dynamo-db.ts";
import { provisionTables } from "../tables/provision-tables.ts";
import { systemTimers } from "../time.ts";
import type { DataFolder } from "./data-folder.ts";
import { functionArn, provisionBus, provisionWorkflows, schedulesOf } from "./provision.ts";

/** What to serve, and where. */
export interface HostOptions {
  readonly data: DataFolder;
  readonly config: SkylaneConfig;
  readonly port: number;
  readonly awsPort: number;
  readonly regionId: string;
  readonly accountId: string;
  /** Where requests below `/lab` go. */
  readonly labUrl: string | undefined;
}

/** The embedded AWS with Skylane deployed on it. */
export interface Host {
  /** The page and the HTTP API. */
  readonly url: string;
  readonly awsUrl: string;
  close(): Promise<void>;
}

const REPOSITORY = resolve(import.meta.dirname, "../../../..");

/** Starts every embedded service, deploys what the manifest names, and takes up what a former process left unfinished. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { data, regionId, accountId } = options;
  const account = { regionId, accountId };
  const timers = systemTimers;
  const lambda = createLambdaHost(shippedFunctions(), timers);
  const tables = openDynamoDb(data.tablesPath);
  const bus = createEventBus({
    databaseFile: data.busFile,
    timers,
    random: Math.random,
    regionId,
    accountId,
    invoke: (arn, input) => invokeTarget(lambda, arn, input),
  });
  const stepFunctions = createStepFunctions({
    databaseFile: data.workflowsFile,
    lambda,
    timers,
    random: Math.random,
    region: regionId,
    accountId,
    integrations: {
      putEvents: (entries) => bus.call("PutEvents", { Entries: entries }),
      dynamodb: (operation, input) => tables.call(operation, input),
    },
  });
  const scheduler = createScheduler({ databaseFile: data.schedulerFile, lambda, timers });

  await provisionBus(bus, account);
  await provisionWorkflows(stepFunctions, account);
  const aws = await serve(
    awsEdge([bus, stepFunctions], [scheduler, introspection(bus)], tables.listener),
    options.awsPort,
    "the embedded AWS",
  );
  // The SDK clients of the handlers read this when they are first used, which is after this line.
  process.env.AWS_ENDPOINT_URL = aws.url;
  await provisionTables(aws.url, regionId);
  for (const schedule of schedulesOf(options.config))
    scheduler.put(schedule.name, {
      ScheduleExpression: schedule.rate,
      Target: { Arn: functionArn(account, schedule.functionName), Input: JSON.stringify(schedule.input) },
    });
  const front = await serve(gateway(frontOptions(lambda, options.labUrl)), options.port, "the page and the API");

  stepFunctions.resumeAll();
  bus.start();
  scheduler.start();
  return {
    url: front.url,
    awsUrl: aws.url,
    close: () => closeAll(front, aws, () => [scheduler.close(), bus.close(), stepFunctions.close()], tables),
  };
}

function shippedFunctions(): ReadonlyMap<string, HostedFunction> {
  return new Map(
    Object.entries(manifest).map(([name, spec]) => [
      name,
      {
        timeoutSeconds: spec.timeoutSeconds,
        memoryMb: spec.memoryMb,
        load: async () =>
          ((await import(join(REPOSITORY, "functions", `${spec.entry}.ts`))) as { handler: LambdaHandler }).handler,
      },
    ]),
  );
}

async function invokeTarget(lambda: LambdaHost, arn: string, input: unknown): Promise<void> {
  if (!lambda.has(arn)) throw new PermanentError(`there is no target ${arn}`);
  const result = await lambda.invoke(arn, input);
  if (!result.ok) throw Object.assign(new Error(result.error.errorMessage), { name: result.error.errorType });
}

/** What the bus has counted, for drills and the curious; not an AWS API. */
const introspection = (bus: EventBus): RestService => ({
  handle: async (method, url) =>
    method === "GET" && url.pathname === "/_local/bus" ? { statusCode: 200, body: bus.stats() } : undefined,
});

const frontOptions = (lambda: LambdaHost, labUrl: string | undefined) => ({
  routes: routes.map(({ method, path, target }) => ({ method, path, functionName: target })),
  lambda,
  staticFolder: join(REPOSITORY, "packages/dashboard/dist"),
  proxies: labUrl === undefined ? [] : [{ prefix: "/lab", targetUrl: labUrl }],
});

async function closeAll(
  front: Served,
  aws: Served,
  services: () => unknown,
  tables: { close(): Promise<void> },
): Promise<void> {
  await front.close();
  services();
  await aws.close();
  await tables.close();
}
