import { appendFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Regions } from "@skylane/core";
import * as z from "zod";
import { newApiToken } from "../gateway/index.ts";
import { startChild, stopChild } from "./child-process.ts";
import { type InstanceInfo, removeInstance, writeInstance } from "./instance-file.ts";
import { openRegionLink, type RegionLink } from "./region-link.ts";
import { controllerEnv, type InstanceOptions, otlpEndpoint } from "./start-instance.ts";
import { startWorld, type World } from "./start-world.ts";
import { portOf, type SupervisedController, superviseController } from "./supervise-controller.ts";

/** One Region's stack: its bus, functions, schedules, workflows and replicas of the tables, in a process of its own. */
export interface RegionStack {
  readonly regionId: string;
  readonly info: InstanceInfo;
  pid(): number;
  /** The Region is dead: bus, tables and functions are gone, and stay gone. Links that carry data are left alone. */
  takeDown(): Promise<void>;
  /** It is there again, with what was on its disks. */
  bringBack(): Promise<void>;
}

/** A world, two stacks in it, and the witness of their coordination table. */
export interface RegionPair {
  readonly home: RegionStack;
  readonly standby: RegionStack;
  /** The world's own API. */
  readonly twinUrl: string;
  readonly socksUrl: string;
  /** Nothing passes between the two stacks any more; both reach the witness and the world. */
  cutBetween(): void;
  mend(): void;
  stop(): Promise<void>;
}

const WITNESS = resolve(import.meta.dirname, "../witness-main.ts");
const WitnessReady = z.looseObject({ url: z.url() });

/**
 * Starts the two Regions of a configuration against one world. The home Region's page is at `options.port`; what belongs to a
 * Region is in a folder of its name. @throws StartError in the words of the process that did not start
 */
export async function startRegions(
  options: Omit<InstanceOptions, "awsPort">,
  { home, standby }: Regions,
): Promise<RegionPair> {
  const dataFolder = resolve(options.dataFolder);
  mkdirSync(dataFolder, { recursive: true });
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const world = await startWorld({
      estate: options.estate,
      apiPort: options.twinPort,
      socksPort: options.socksPort,
      seed: options.seed,
      caFile: join(dataFolder, "world-ca.pem"),
      onLine: logTo(dataFolder),
    });
    stops.push(world.stop);
    const witnessUrl = await startWitness(join(dataFolder, "witness"), stops);
    const [toHome, toStandby] = [await openRegionLink(), await openRegionLink()];
    stops.push(toHome.close, toStandby.close);
    const token = newApiToken();
    const start = (regionId: string, port: number, own: RegionLink, other: RegionLink): Promise<RegionStack> =>
      startStack({ ...options, port }, { regionId, dataFolder, world, witnessUrl, token, own, other }, stops);
    // home first: it takes the lease before the standby begins to wait for it
    const homeStack = await start(home, options.port, toHome, toStandby);
    const standbyStack = await start(standby, 0, toStandby, toHome);
    await world.sendSpansTo(otlpEndpoint(homeStack.info.url), token);
    writeInstance(dataFolder, homeStack.info);
    stops.push(async () => removeInstance(dataFolder));
    return {
      home: homeStack,
      standby: standbyStack,
      twinUrl: world.apiUrl,
      socksUrl: world.socksUrl,
      cutBetween() {
        toHome.cut();
        toStandby.cut();
      },
      mend() {
        toHome.mend();
        toStandby.mend();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startStack(
  options: Omit<InstanceOptions, "awsPort">,
  place: {
    readonly regionId: string;
    readonly dataFolder: string;
    readonly world: World;
    readonly witnessUrl: string;
    readonly token: string;
    readonly own: RegionLink;
    readonly other: RegionLink;
  },
  stops: (() => Promise<void>)[],
): Promise<RegionStack> {
  const { regionId, world, witnessUrl, token, own, other } = place;
  const dataFolder = join(place.dataFolder, regionId);
  mkdirSync(dataFolder, { recursive: true });
  const controller: SupervisedController = await superviseController({
    dataFolder,
    port: options.port,
    awsPort: 0,
    labUrl: world.apiUrl,
    token,
    env: { ...controllerEnv(options, world), AWS_REGION: regionId, SKYLANE_ENDPOINT_OTHER_REGION: other.url },
    args: ["--other-region-url", other.url, "--witness-url", witnessUrl],
    onLine: logTo(dataFolder),
  });
  stops.push(controller.stop);
  own.leadTo(portOf(controller.ready.awsUrl));
  return {
    regionId,
    info: {
      pid: process.pid,
      ...controller.ready,
      token,
      twinUrl: world.apiUrl,
      socksUrl: world.socksUrl,
      configFile: resolve(options.configFile),
      regionId,
    },
    pid: controller.pid,
    takeDown: controller.takeDown,
    bringBack: controller.bringBack,
  };
}

async function startWitness(dataFolder: string, stops: (() => Promise<void>)[]): Promise<string> {
  mkdirSync(dataFolder, { recursive: true });
  const witness = await startChild({
    entry: WITNESS,
    args: ["--data", dataFolder],
    env: process.env,
    ready: WitnessReady,
    onLine: logTo(dataFolder),
  });
  stops.push(() => stopChild(witness.process));
  return witness.ready.url;
}

const logTo =
  (dataFolder: string) =>
  (line: string): void =>
    appendFileSync(join(dataFolder, "skylane.log"), `${line}\n`);
