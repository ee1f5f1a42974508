import { appendFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { type ReadyChild, startChild, stopChild } from "./child-process.ts";
import { type InstanceInfo, removeInstance, writeInstance } from "./instance-file.ts";
import { startWorld, type World, worldEnv } from "./start-world.ts";

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
  stop(): Promise<void>;
}

const packages = resolve(import.meta.dirname, "../../..");
const ControllerReady = z.looseObject({ url: z.url(), awsUrl: z.url() });
type ControllerReady = z.infer<typeof ControllerReady>;
const RESTART_PAUSE_MS = 200;
const MAX_RESTART_PAUSE_MS = 10_000;

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
    onLine,
  });
  try {
    const controller = await superviseController(options, dataFolder, world, onLine);
    const info: InstanceInfo = {
      pid: process.pid,
      ...controller.ready,
      twinUrl: world.apiUrl,
      socksUrl: world.socksUrl,
    };
    writeInstance(dataFolder, info);
    return {
      info,
      get pids() {
        return { twin: world.pid, controller: controller.pid() };
      },
      killController: controller.kill,
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

async function superviseController(
  options: InstanceOptions,
  dataFolder: string,
  world: World,
  onLine: (line: string) => void,
) {
  let ports = { port: options.port, awsPort: options.awsPort };
  const start = (): Promise<ReadyChild<ControllerReady>> =>
    startChild({
      entry: join(packages, "local/src/main.ts"),
      args: [
        "--data",
        dataFolder,
        "--port",
        String(ports.port),
        "--aws-port",
        String(ports.awsPort),
        "--lab-url",
        world.apiUrl,
      ],
      env: controllerEnv(options, world),
      ready: ControllerReady,
      onLine,
    });

  let child = await start();
  let isStopping = false;
  let restarted: Promise<void> = Promise.resolve();
  // A restarted controller must be found where the first one was.
  ports = { port: portOf(child.ready.url), awsPort: portOf(child.ready.awsUrl) };
  const watch = (): void => {
    child.process.once("exit", () => {
      if (!isStopping) restarted = restart();
    });
  };
  const restart = async (): Promise<void> => {
    for (let pauseMs = RESTART_PAUSE_MS; !isStopping; pauseMs = Math.min(pauseMs * 2, MAX_RESTART_PAUSE_MS)) {
      try {
        child = await start();
        watch();
        return;
      } catch (error) {
        onLine(JSON.stringify({ level: "ERROR", message: "controller did not start again", reason: String(error) }));
        await new Promise((done) => setTimeout(done, pauseMs));
      }
    }
  };
  watch();
  return {
    ready: { url: child.ready.url, awsUrl: child.ready.awsUrl },
    pid: () => child.process.pid ?? 0,
    async kill() {
      const startMs = performance.now();
      const gone = new Promise((done) => child.process.once("exit", done));
      child.process.kill("SIGKILL");
      await gone;
      await restarted;
      return { downMs: performance.now() - startMs };
    },
    async stop() {
      isStopping = true;
      await stopChild(child.process);
    },
  };
}

const controllerEnv = (options: InstanceOptions, world: World): NodeJS.ProcessEnv => ({
  ...process.env,
  ...options.env,
  ...worldEnv(world),
  SKYLANE_CONFIG: resolve(options.configFile),
  SKYLANE_LAB_PATH: "/lab",
  AWS_ACCOUNT_ID: "000000000000",
});

const portOf = (url: string): number => Number(new URL(url).port);
