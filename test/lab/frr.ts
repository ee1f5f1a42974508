import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { vtysh } from "../../packages/clouds/src/onprem/router-shell.ts";
import { parseBgpPaths } from "../../packages/clouds/src/onprem/schema.ts";
import { type VtySocketShell, vtySocketShell } from "../../packages/clouds/src/onprem/vty-socket.ts";
import { FRR_FOLDER, IP_PROGRAM } from "./can-run.ts";
import { bgpConfig } from "./frr-config.ts";
import { namespaceOf } from "./namespaces.ts";
import { CLOUD, DIRECT_CONNECT, endsOf, LAB_PATHS, LAB_ROUTERS, type LabRouter, peerOf } from "./topology.ts";

const READY_TIMEOUT_MS = 20_000;
const POLL_MS = 50;

/** The two routers of the lab. */
export interface Routers {
  /** Resolves once both directions take the direct connect in the kernel and every probe address is known. */
  settled(): Promise<void>;
  /** BFD on both sessions of both routers, 300 ms and three misses; resolves once it is up, or gone. */
  setBfd(isOn: boolean): Promise<void>;
  /**
   * Ends the cloud's half of a direct connect session whose other half is gone. By itself the cloud learns of it when its
   * next keepalive is answered by a reset, up to 60 s later, and refuses a new session until then.
   */
  resetDeadSession(): Promise<void>;
}

/** Where the site's and the cloud's bgpd listen, below the lab's folder. */
export const vtyPathIn =
  (folder: string) =>
  (routerId: string): string =>
    join(folder, routerId, "bgpd.vty");

/** Starts zebra, bfdd and bgpd for each router in the foreground; the processes are handed to `own`, which ends them. */
export async function startRouters(folder: string, own: (child: ChildProcess) => void): Promise<Routers> {
  for (const router of LAB_ROUTERS) {
    const home = join(folder, router.id);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "bgpd.conf"), bgpConfig(router));
    for (const daemon of ["zebra", "bfdd"]) writeFileSync(join(home, `${daemon}.conf`), `hostname ${router.id}\n`);
  }
  // The daemons give up root for the account of the package.
  spawnSync("chown", ["-R", "frr:frr", folder]);
  await Promise.all(LAB_ROUTERS.map((router) => startDaemons(join(folder, router.id), router, own)));

  const shell = vtySocketShell(vtyPathIn(folder));
  await until(() => isSettled(shell), "the routers did not find each other");
  return {
    settled: () => until(() => isSettled(shell), "the routes did not come back to the direct connect"),
    async setBfd(isOn) {
      for (const router of LAB_ROUTERS)
        await shell.run(
          router.id,
          vtysh(
            "configure terminal",
            `router bgp ${router.asn}`,
            ...LAB_PATHS.map(
              (path) =>
                `${isOn ? "" : "no "}neighbor ${endsOf(router, path).neighborIp} bfd${isOn ? " 3 300 300" : ""}`,
            ),
            "end",
          ),
        );
      if (isOn) await until(() => isBfdUp(shell), "BFD did not come up");
    },
    async resetDeadSession() {
      await shell.run(CLOUD.id, vtysh(`clear bgp ${DIRECT_CONNECT.siteIp}`));
    },
  };
}

async function startDaemons(home: string, router: LabRouter, own: (child: ChildProcess) => void): Promise<void> {
  const start = async (daemon: string, ...more: readonly string[]): Promise<void> => {
    const files = ["-f", `${home}/${daemon}.conf`, "-i", `${home}/${daemon}.pid`, "-z", `${home}/zserv.api`];
    const args = [...files, "--vty_socket", home, "-P", "0", "--log", `file:${home}/${daemon}.log`, ...more];
    const program = join(FRR_FOLDER, daemon);
    own(spawn(IP_PROGRAM, ["netns", "exec", namespaceOf(router.id), program, ...args], { stdio: "ignore" }));
    await until(async () => existsSync(`${home}/${daemon}.vty`), `${daemon} of the ${router.id} did not start`);
  };
  await start("zebra");
  await Promise.all([start("bfdd", "--bfdctl", `${home}/bfdd.sock`), start("bgpd")]);
}

async function isSettled({ run }: VtySocketShell): Promise<boolean> {
  const checks = LAB_ROUTERS.map(async (router) => {
    const peer = peerOf(router);
    const routes = await Promise.all([
      hasBest(run, router, peer.lan, endsOf(router, DIRECT_CONNECT).neighborIp, LAB_PATHS.length),
      ...LAB_PATHS.map((path) =>
        hasBest(run, router, `${endsOf(peer, path).ownProbeIp}/32`, endsOf(router, path).neighborIp, 1),
      ),
    ]);
    const kernel = spawnSync(IP_PROGRAM, ["-n", namespaceOf(router.id), "route", "show", peer.lan], {
      encoding: "utf8",
    });
    return routes.every((isRight) => isRight) && kernel.stdout.includes(`dev ${DIRECT_CONNECT.interfaceName}`);
  });
  return (await Promise.all(checks)).every((isRight) => isRight);
}

async function hasBest(
  run: VtySocketShell["run"],
  router: LabRouter,
  prefix: string,
  neighborIp: string,
  pathCount: number,
): Promise<boolean> {
  const paths = parseBgpPaths(await run(router.id, vtysh(`show bgp ipv4 unicast ${prefix} json`)));
  return paths.length === pathCount && paths.some((path) => path.isBest && path.peerIp === neighborIp);
}

async function isBfdUp({ run }: VtySocketShell): Promise<boolean> {
  for (const router of LAB_ROUTERS) {
    const neighbors: Record<string, { peerBfdInfo?: { status?: string } }> = JSON.parse(
      await run(router.id, vtysh("show bgp neighbors json")),
    );
    const isUp = LAB_PATHS.every(
      (path) => neighbors[endsOf(router, path).neighborIp]?.peerBfdInfo?.status?.toLowerCase() === "up",
    );
    if (!isUp) return false;
  }
  return true;
}

async function until(isSo: () => Promise<boolean>, complaint: string): Promise<void> {
  for (let leftMs = READY_TIMEOUT_MS; leftMs > 0; leftMs -= POLL_MS) {
    if (await isSo()) return;
    await sleep(POLL_MS);
  }
  throw new Error(`${complaint} within ${READY_TIMEOUT_MS / 1_000} s`);
}
