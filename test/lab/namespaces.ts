import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { IP_PROGRAM } from "./can-run.ts";
import { CLOUD, LAB_HOSTS, LAB_PATHS, type LabHost, SITE } from "./topology.ts";

/** The namespace of a machine of the lab that this process (or that of `pid`) runs. */
export const namespaceOf = (host: LabHost, pid: number = process.pid): string => `skylab-${pid}-${host}`;

/** Forward, answer by another way than asked, and no IPv6 chatter; a kernel without IPv6 has no such file. */
const KERNEL_SETTINGS = [
  ["ipv4/ip_forward", 1],
  ["ipv4/conf/all/rp_filter", 0],
  ["ipv4/conf/default/rp_filter", 0],
  ["ipv6/conf/all/disable_ipv6", 1],
  ["ipv6/conf/default/disable_ipv6", 1],
]
  .map(([key, value]) => `[ ! -e /proc/sys/net/${key} ] || echo ${value} > /proc/sys/net/${key}`)
  .join("; ");

/** Makes the machines and their cables. Both paths go through `wire`, where the link emulator stands. */
export function makeNamespaces(): void {
  const at = (host: LabHost): string => namespaceOf(host);
  batch(undefined, [
    ...LAB_HOSTS.map((host) => `netns add ${at(host)}`),
    `link add eth0 netns ${at("client")} type veth peer name lan0 netns ${at("site")}`,
    `link add eth0 netns ${at("server")} type veth peer name lan0 netns ${at("cloud")}`,
    ...LAB_PATHS.flatMap(({ interfaceName }) => [
      `link add ${interfaceName} netns ${at("site")} type veth peer name ${interfaceName}-s netns ${at("wire")}`,
      `link add ${interfaceName} netns ${at("cloud")} type veth peer name ${interfaceName}-c netns ${at("wire")}`,
    ]),
  ]);
  for (const host of LAB_HOSTS) run(IP_PROGRAM, ["netns", "exec", at(host), "sh", "-c", KERNEL_SETTINGS]);
  for (const [host, router] of [
    ["client", SITE],
    ["server", CLOUD],
  ] as const)
    batch(at(host), [
      "link set lo up",
      `addr add ${router.hostIp}/24 dev eth0`,
      "link set eth0 up",
      `route add default via ${router.lanIp}`,
    ]);
  for (const router of [SITE, CLOUD])
    batch(at(router.id), [
      "link set lo up",
      `addr add ${router.lanIp}/24 dev lan0`,
      "link set lan0 up",
      ...LAB_PATHS.flatMap((path) => [
        `addr add ${router.id === "site" ? path.probeSourceIp : path.probeTargetIp}/32 dev lo`,
        `addr add ${router.id === "site" ? path.siteIp : path.cloudIp}/30 dev ${path.interfaceName}`,
        `link set ${path.interfaceName} up`,
      ]),
    ]);
  batch(
    at("wire"),
    LAB_PATHS.flatMap(({ interfaceName }) => [`link set ${interfaceName}-s up`, `link set ${interfaceName}-c up`]),
  );
}

/** Removes this process's machines, and those of labs whose process is gone, with whatever still runs in them. */
export function removeNamespaces(): void {
  if (!existsSync("/run/netns")) return;
  for (const name of readdirSync("/run/netns")) {
    const owner = Number(/^skylab-(\d+)-/.exec(name)?.[1]);
    if (!Number.isInteger(owner) || (owner !== process.pid && existsSync(`/proc/${owner}`))) continue;
    for (const pid of spawnSync(IP_PROGRAM, ["netns", "pids", name], { encoding: "utf8" }).stdout.split("\n"))
      if (pid !== "") kill(Number(pid));
    spawnSync(IP_PROGRAM, ["netns", "del", name]);
  }
}

/** Takes a router's interface down or up: its own end only, as when a cable is pulled at this building. */
export const setInterface = (host: LabHost, interfaceName: string, isUp: boolean): void =>
  run(IP_PROGRAM, ["-n", namespaceOf(host), "link", "set", interfaceName, isUp ? "up" : "down"]);

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended meanwhile
  }
}

const batch = (namespace: string | undefined, commands: readonly string[]): void =>
  run(IP_PROGRAM, [...(namespace === undefined ? [] : ["-n", namespace]), "-batch", "-"], `${commands.join("\n")}\n`);

function run(program: string, args: readonly string[], input = ""): void {
  const { status, stderr, error } = spawnSync(program, [...args], { input, encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${stderr?.trim() || String(error)}`);
}
