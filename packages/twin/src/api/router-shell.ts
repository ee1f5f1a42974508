import * as z from "zod";
import type { EstateGateway } from "../estate/estate.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import { createPrefixLists, type PrefixLists } from "./prefix-lists.ts";
import {
  showBfdPeers,
  showFamilySummary,
  showNeighborRoutes,
  showNeighbors,
  showSummary,
  showTable,
} from "./router-bgp.ts";
import { configureLine, listEntries, showRunningConfig, TOP } from "./router-config.ts";
import { digestOf, fileAt, putFile, removeFile } from "./router-files.ts";
import { showInterfaces, showLinks } from "./router-interfaces.ts";
import { nft } from "./router-nft.ts";
import { showFib, showPrefixList, showRoute, showRoutes, showVersion } from "./router-show.ts";
import { deleteDevice, loadConnections, loadedConnections, reloadDevices, tellRouterEnds } from "./router-tunnels.ts";

/** A command for a router: the program, its arguments, and what it reads. */
export const RunInput = z.strictObject({
  argv: z.array(z.string().max(1_000)).min(1).max(200),
  stdin: z.string().max(20_000).optional(),
});

/** What it printed. */
export interface RunOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line of one router: FRR's vtysh, iproute2's counters, strongSwan, networkd, nftables, and files of these. */
export interface RouterShell {
  run(gatewayId: string, argv: readonly string[], stdin?: string): RunOutput;
}

/** One vtysh command's end: what it printed, and whether vtysh goes on to the next. */
interface Done {
  readonly text: string;
  readonly isRefused: boolean;
}
const printed = (text: string): Done => ({ text, isRefused: false });
const refused = (text: string): Done => ({ text, isRefused: true });

export function createRouterShell(world: World): RouterShell {
  const lists = createPrefixLists(world);

  const vtysh = (router: EstateGateway, args: readonly string[]): RunOutput => {
    const isWellFormed =
      args.length > 0 && args.length % 2 === 0 && args.every((arg, i) => i % 2 === 1 || arg === "-c");
    if (!isWellFormed) return { exitCode: 1, stdout: "", stderr: "vtysh: give each command after a -c of its own" };
    let isConfiguring = false;
    let place = TOP;
    const texts: string[] = [];
    for (const raw of args.filter((_, i) => i % 2 === 1)) {
      const command = raw.trim().replaceAll(/\s+/g, " ");
      if (/^conf(igure)?( t(erminal)?)?$/.test(command)) isConfiguring = true;
      else if (command === "end" || (command === "exit" && place === TOP)) {
        isConfiguring = false;
        place = TOP;
      } else {
        const { text, isRefused } = isConfiguring
          ? configure(router, command, lists, (line) => {
              const next = configureLine(world, router, place, line);
              if (typeof next === "string") return refused(`% ${next}`);
              place = next;
              tellRouterEnds(world, router);
              return printed("");
            })
          : enable(world, router, command, lists);
        if (text !== "") texts.push(text);
        // As vtysh does: what comes after a refused command is not run.
        if (isRefused) return { exitCode: 1, stdout: texts.join("\n"), stderr: "" };
      }
    }
    return { exitCode: 0, stdout: texts.join("\n"), stderr: "" };
  };

  return {
    run(gatewayId, argv, stdin) {
      const router = world.atlas.gateways.get(gatewayId);
      if (router?.kind !== "router") throw new ApiError("NotFound", `there is no router ${gatewayId}`, 404);
      const [program, ...rest] = argv;
      if (program === "vtysh") return vtysh(router, rest);
      const isDetailed = argv.join(" ") === "ip -j -d -s link";
      if (isDetailed || argv.join(" ") === "ip -j -s link")
        return { exitCode: 0, stdout: JSON.stringify(showLinks(world, router, isDetailed)), stderr: "" };
      const done = runProgram(world, router, argv, stdin);
      if (done) return done.isRefused ? failed(done.text) : { exitCode: 0, stdout: done.text, stderr: "" };
      return { exitCode: 126, stdout: "", stderr: `${program}: not in the allow-list` };
    },
  };
}

const failed = (stderr: string): RunOutput => ({ exitCode: 1, stdout: "", stderr });

/** Programs besides vtysh and ip; `undefined` where none of that name, or not with these arguments, may be run. */
function runProgram(
  world: World,
  router: EstateGateway,
  argv: readonly string[],
  stdin: string | undefined,
): Done | undefined {
  const [program, ...args] = argv;
  const missing = (path: string) => refused(`${program}: ${path}: No such file or directory`);
  const [path = ""] = args.slice(-1);
  if (program === "nft") return nft(world, router, args);
  if (program === "swanctl") return swanctl(world, router, args);
  if (program === "networkctl") {
    if (args.join(" ") === "reload") reloadDevices(world, router);
    else if (args[0] !== "delete" || args.length !== 2) return undefined;
    else if (!deleteDevice(world, router, path)) return refused(`Failed to delete interface ${path}: No such device`);
    return printed("");
  }
  if (!FILES.test(path)) return undefined;
  const text = fileAt(world, router.id, path);
  const verb = [program, ...args.slice(0, -1)].join(" ");
  if (/^install -m 6[04][04] \/dev\/stdin$/.test(verb)) {
    putFile(world, router.id, path, stdin ?? "");
    return printed("");
  }
  if (verb === "rm -f") {
    removeFile(world, router.id, path);
    return printed("");
  }
  if (verb !== "cat" && verb !== "sha256sum") return undefined;
  if (text === undefined) return missing(path);
  return printed(verb === "cat" ? text : `${digestOf(text)}  ${path}\n`);
}

/** Where the gateway lets files be written and read. */
const FILES = /^\/etc\/(swanctl\/conf\.d|systemd\/network|nftables\.d)\/[\w-]+\.[a-z]+$/;

function swanctl(world: World, router: EstateGateway, args: readonly string[]): Done | undefined {
  const command = args.join(" ");
  if (command === "--load-all --clear --noprompt") {
    loadConnections(world, router);
    return printed(`loaded ${loadedConnections(world, router.id).length} connections\n`);
  }
  if (command === "--list-conns")
    return printed(
      loadedConnections(world, router.id)
        .map(
          ({ name, local, remote }) => `${name}: IKEv2, no reauthentication\n  local:  ${local}\n  remote: ${remote}\n`,
        )
        .join(""),
    );
  const ended = /^--terminate --ike (\S+)$/.exec(command)?.[1];
  if (ended === undefined) return undefined;
  const isThere = loadedConnections(world, router.id).some(({ name }) => name === ended);
  return isThere ? printed("terminate completed successfully\n") : refused("no matching SAs to terminate found");
}

/** One line of configuration. Lists that the first route-maps match are kept apart: they have bgpd's delays. */
function configure(
  router: EstateGateway,
  command: string,
  lists: PrefixLists,
  configureOther: (line: string) => Done,
): Done {
  const name = /^(?:no )?ip prefix-list (\S+)/.exec(command)?.[1];
  if (name === undefined || !lists.isInstalled(router, name)) return configureOther(command);
  const write = /^ip prefix-list (\S+) seq (\d+) (permit|deny) (\d+\.\d+\.\d+\.\d+\/\d+)(?: le (\d+))?$/.exec(command);
  if (write) {
    const [, name = "", sequence, action, prefix = "", le] = write;
    const bits = Number(prefix.split("/")[1]);
    if (le !== undefined && (Number(le) <= bits || Number(le) > 32))
      return refused(`% Invalid prefix range for ${prefix}, make sure: len < ge <= le`);
    lists.write(router, name, Number(sequence), {
      action: action as "permit" | "deny",
      prefix,
      le: le === undefined ? undefined : Number(le),
    });
    return printed("");
  }
  const remove = /^no ip prefix-list (\S+)(?: seq (\d+)(?: (?:permit|deny) \S+(?: le \d+)?)?)?$/.exec(command);
  if (!remove) return refused(`% Unknown command: ${command}`);
  lists.remove(router, remove[1] ?? "", remove[2] === undefined ? undefined : Number(remove[2]));
  return printed("");
}

/** Commands that show all there is of something. */
const shows: Readonly<Record<string, (world: World, router: EstateGateway) => unknown>> = {
  "show bgp summary json": showSummary,
  "show bgp ipv4 unicast summary json": showFamilySummary,
  "show bgp neighbors json": showNeighbors,
  "show bgp ipv4 unicast json": showTable,
  "show bfd peers json": showBfdPeers,
  "show interface json": showInterfaces,
  "show ip route json": showRoutes,
};

function enable(world: World, router: EstateGateway, command: string, lists: PrefixLists): Done {
  const json = (value: unknown): Done => printed(JSON.stringify(value));
  const whole = shows[command];
  if (whole) return json(whole(world, router));
  if (command === "show running-config") return printed(showRunningConfig(world, router));
  if (command === "write memory") return printed("Building Configuration...\n[OK]");
  if (command === "show version") return printed(showVersion(router));
  const [, peer, kind] =
    /^show bgp ipv4 unicast neighbors (\S+) (advertised-routes|received-routes) json$/.exec(command) ?? [];
  if (peer !== undefined && kind !== undefined) return json(showNeighborRoutes(world, router, peer, kind));
  const route = /^show bgp ipv4 unicast (\d\S+) json$/.exec(command)?.[1];
  if (route !== undefined) return json(showRoute(world, router, route));
  const fib = /^show ip route (\d\S+) json$/.exec(command)?.[1];
  if (fib !== undefined) return json(showFib(world, router, fib));
  const list = /^show ip prefix-list (\S+) json$/.exec(command)?.[1];
  if (list !== undefined)
    return json(
      showPrefixList(
        list,
        lists.isInstalled(router, list) ? lists.entries(router.id, list) : listEntries(world, router.id, list),
      ),
    );
  const [, neighbor, direction] = /^clear bgp ipv4 unicast (\S+) soft(?: (in|out))?$/.exec(command) ?? [];
  if (neighbor === undefined) return refused(`% Unknown command: ${command}`);
  const link = world.viewOf(router.id).links.find(({ other }) => other.peerIp === neighbor);
  if (!link) return printed(`% BGP: Unknown neighbor - "${neighbor}"`);
  for (const way of ["in", "out"] as const)
    if (direction === undefined || direction === way) lists.soften(router, link.connection.id, way);
  return printed("");
}
