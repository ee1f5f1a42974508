import { resolve } from "node:path";
import * as z from "zod";
import { type ReadyChild, startChild, stopChild } from "./child-process.ts";

/** How a controller is told what requests for its API bear: arguments of a process are everybody's to read, its environment is not. */
export const TOKEN_VARIABLE = "SKYLANE_LOCAL_TOKEN";

/** How to start a controller, and where. Port 0 = any free port at the first start; the same one at each further one. */
export interface ControllerOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly awsPort: number;
  readonly labUrl: string;
  /** What requests for its API bear; the same one when it is started again. */
  readonly token: string;
  readonly env: NodeJS.ProcessEnv;
  /** Further arguments. */
  readonly args?: readonly string[];
  readonly onLine: (line: string) => void;
}

/** A controller that is started again whenever it dies, unless it was taken down. */
export interface SupervisedController {
  readonly ready: { readonly url: string; readonly awsUrl: string };
  /** Of its process now. */
  pid(): number;
  /** kill -9; resolves when it is ready again, with how long that took. */
  kill(): Promise<{ readonly downMs: number }>;
  /** kill -9, and it stays down. */
  takeDown(): Promise<void>;
  /** Starts it again after it was taken down. */
  bringBack(): Promise<void>;
  stop(): Promise<void>;
}

const MAIN = resolve(import.meta.dirname, "../main.ts");
const ControllerReady = z.looseObject({ url: z.url(), awsUrl: z.url() });
type ControllerReady = z.infer<typeof ControllerReady>;
const RESTART_PAUSE_MS = 200;
const MAX_RESTART_PAUSE_MS = 10_000;

/** Starts a controller and keeps it running. @throws StartError in its own words */
export async function superviseController(options: ControllerOptions): Promise<SupervisedController> {
  const { dataFolder, labUrl, token, args = [], onLine } = options;
  const env = { ...options.env, [TOKEN_VARIABLE]: token };
  let ports = { port: options.port, awsPort: options.awsPort };
  const start = (): Promise<ReadyChild<ControllerReady>> =>
    startChild({
      entry: MAIN,
      args: [
        "--data",
        dataFolder,
        "--port",
        String(ports.port),
        "--aws-port",
        String(ports.awsPort),
        "--lab-url",
        labUrl,
        ...args,
      ],
      env,
      ready: ControllerReady,
      onLine,
    });

  let child = await start();
  let isDown = false;
  let restarted: Promise<void> = Promise.resolve();
  // A restarted controller must be found where the first one was.
  ports = { port: portOf(child.ready.url), awsPort: portOf(child.ready.awsUrl) };
  const watch = (): void => {
    child.process.once("exit", () => {
      if (!isDown) restarted = restart();
    });
  };
  const restart = async (): Promise<void> => {
    for (let pauseMs = RESTART_PAUSE_MS; !isDown; pauseMs = Math.min(pauseMs * 2, MAX_RESTART_PAUSE_MS)) {
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
  const killNow = async (): Promise<void> => {
    if (child.process.exitCode !== null || child.process.signalCode !== null) return;
    const gone = new Promise((done) => child.process.once("exit", done));
    child.process.kill("SIGKILL");
    await gone;
  };
  watch();
  return {
    ready: { url: child.ready.url, awsUrl: child.ready.awsUrl },
    pid: () => child.process.pid ?? 0,
    async kill() {
      const startMs = performance.now();
      await killNow();
      await restarted;
      return { downMs: performance.now() - startMs };
    },
    async takeDown() {
      isDown = true;
      await killNow();
    },
    async bringBack() {
      isDown = false;
      child = await start();
      watch();
    },
    async stop() {
      isDown = true;
      await stopChild(child.process);
    },
  };
}

/** The port of a URL. */
export const portOf = (url: string): number => Number(new URL(url).port);
