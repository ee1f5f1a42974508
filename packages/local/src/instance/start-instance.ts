import { appendFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { newApiToken } from "../gateway/index.ts";
import { type InstanceInfo, removeInstance, writeInstance } from "./instance-file.ts";
import { startWorld, type World, worldEnv } from "./start-world.ts";
import { superviseController } from "./supervise-controller.ts";

/** What to start, and where. Port 0 = any free port. */
export interface InstanceOptions {
  readonly dataFolder: string;
  readonly configFile: string;
  /** Name of a shipped estate, or a file. */
  readonly estate: string;
  /** Port of the page and the API. */
  readonly port: number;
  readonly awsPort: number;
  readonly twinPort: number;
  readonly socksPort: number;
  readonly seed: number;
  /** Further variables for the controller, e.g. secrets that are set in the caller's environment. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A world and a controller in it, each a process of its own. */
export interface Instance {
  readonly info: InstanceInfo;
  /** The two processes now; the controller's changes when it is restarted. */
  readonly pids: { readonly twin: number; readonly controller: number };
  /** kill -9 of the controller; the supervisor starts it again. Resolves when it is ready again, with how long that took. */
  killController(): Promise<{ readonly downMs: number }>;
  /** kill -9 of the controller, and it stays down until it is brought back; the world goes on. */
  takeDown(): Promise<void>;
  bringBack(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the twin and the controller as two processes and keeps the controller running: the world goes on when it dies.
 * @throws Error in the words of the process that did not start, e.g. that a port is taken
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const dataFolder = resolve(options.dataFolder);
  mkdirSync(dataFolder, { recursive: true });
  const logFile = join(dataFolder, "skylane.log");
  const onLine = (line: string): void => appendFileSync(logFile, `${line}\n`);
  const world = await startWorld({
    estate: options.estate,
    apiPort: options.twinPort,
    socksPort: options.socksPort,
    seed: options.seed,
    caFile: join(dataFolder, "world-ca.pem"),
    onLine,
  });
  const token = newApiToken();
  try {
    const controller = await superviseController({
      dataFolder,
      port: options.port,
      awsPort: options.awsPort,
      labUrl: world.apiUrl,
      token,
      env: controllerEnv(options, world),
      onLine,
    });
    await world.sendSpansTo(otlpEndpoint(controller.ready.url), token);
    const info: InstanceInfo = {
      pid: process.pid,
      ...controller.ready,
      token,
      twinUrl: world.apiUrl,
      socksUrl: world.socksUrl,
      configFile: resolve(options.configFile),
      regionId: worldEnv(world).AWS_REGION,
    };
    writeInstance(dataFolder, info);
    return {
      info,
      get pids() {
        return { twin: world.pid, controller: controller.pid() };
      },
      killController: controller.kill,
      takeDown: controller.takeDown,
      bringBack: controller.bringBack,
      async stop() {
        await controller.stop();
        await world.stop();
        removeInstance(dataFolder);
      },
    };
  } catch (error) {
    await world.stop();
    throw error;
  }
}

/** Where the API at this address takes spans. */
export const otlpEndpoint = (url: string): string => new URL("otlp", url).href;

/** The environment of a controller in a world. */
export const controllerEnv = (
  options: Pick<InstanceOptions, "configFile" | "env">,
  world: World,
): NodeJS.ProcessEnv => ({
  ...process.env,
  ...options.env,
  ...worldEnv(world),
  SKYLANE_CONFIG: resolve(options.configFile),
  SKYLANE_LAB_PATH: "/lab",
  AWS_ACCOUNT_ID: "000000000000",
});
