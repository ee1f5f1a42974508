import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const VERSION = "5.2.5";
const INSTALL_TIMEOUT_MS = 180_000;
const cache = join(import.meta.dirname, "../../../node_modules/.cache/moto", VERSION);

/** Another AWS-compatible server, written by others, or why it cannot be had here. It is installed once with pip. */
export function findMoto(): { readonly start: () => Promise<Moto> } | { readonly reason: string } {
  const server = join(cache, "bin/moto_server");
  if (!existsSync(server)) {
    const made = spawnSync("python3", ["-m", "venv", cache], { timeout: INSTALL_TIMEOUT_MS });
    if (made.status !== 0) return { reason: "python3 with venv is not installed" };
    const installed = spawnSync(join(cache, "bin/pip"), ["install", "-q", `moto[server]==${VERSION}`], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    if (installed.status !== 0 || !existsSync(server))
      return { reason: `moto ${VERSION} cannot be installed with pip` };
  }
  return { start: () => start(server) };
}

export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

async function start(server: string): Promise<Moto> {
  const port = await freePort();
  const child = spawn(server, ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  await answers(url, child);
  return {
    url,
    async stop() {
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const answer = await fetch(`${url}/moto-api/data.json`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error("moto does not answer");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
