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
import { showInterfaces, showLinks } from "./router-interfaces.ts";
import { showFib, showPrefixList, showRoute, showRoutes, showVersion } from "./router-show.ts";

/** A command for a router: the program and its arguments. */
export const RunInput = z.strictObject({ argv: z.array(z.string().max(1_000)).min(1).max(100) });

/** What it printed. */
export interface RunOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command line of one router: FRR's vtysh for what Skylane uses of it, and iproute2's counters. */
export interface RouterShell {
  run(gatewayId: string, argv: readonly string[]): RunOutput;
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
    const texts: string[] = [];
    for (const raw of args.filter((_, i) => i % 2 === 1)) {
      const command = raw.trim().replaceAll(/\s+/g, " ");
      if (/^conf(igure)?( t(erminal)?)?$/.test(command)) isConfiguring = true;
      else if (command === "end" || command === "exit") isConfiguring = false;
      else {
        const { text, isRefused } = isConfiguring
          ? configure(router, command, lists)
          : enable(world, router, command, lists);
        if (text !== "") texts.push(text);
        // As vtysh does: what comes after a refused command is not run.
        if (isRefused) return { exitCode: 1, stdout: texts.join("\n"), stderr: "" };
      }
    }
    return { exitCode: 0, stdout: texts.join("\n"), stderr: "" };
  };

  return {
    run(gatewayId, argv) {
      const router = world.atlas.gateways.get(gatewayId);
      if (router?.kind !== "router") throw new ApiError("NotFound", `there is no router ${gatewayId}`, 404);
      const [program, ...rest] = argv;
      if (program === "vtysh") return vtysh(router, rest);
      const isDetailed = argv.join(" ") === "ip -j -d -s link";
      if (isDetailed || argv.join(" ") === "ip -j -s link")
        return { exitCode: 0, stdout: JSON.stringify(showLinks(world, router, isDetailed)), stderr: "" };
      return { exitCode: 126, stdout: "", stderr: `${program}: not in the allow-list` };
    },
  };
}

/** One line of configuration. Only prefix lists can be changed: the route-maps that match them are there from the start. */
function configure(router: EstateGateway, command: string, lists: PrefixLists): Done {
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
  if (command === "show version") return printed(showVersion(router));
  const [, peer, kind] =
    /^show bgp ipv4 unicast neighbors (\S+) (advertised-routes|received-routes) json$/.exec(command) ?? [];
  if (peer !== undefined && kind !== undefined) return json(showNeighborRoutes(world, router, peer, kind));
  const route = /^show bgp ipv4 unicast (\d\S+) json$/.exec(command)?.[1];
  if (route !== undefined) return json(showRoute(world, router, route));
  const fib = /^show ip route (\d\S+) json$/.exec(command)?.[1];
  if (fib !== undefined) return json(showFib(world, router, fib));
  const list = /^show ip prefix-list (\S+) json$/.exec(command)?.[1];
  if (list !== undefined) return json(showPrefixList(list, lists.entries(router.id, list)));
  const [, neighbor, direction] = /^clear bgp ipv4 unicast (\S+) soft(?: (in|out))?$/.exec(command) ?? [];
  if (neighbor === undefined) return refused(`% Unknown command: ${command}`);
  const link = world.viewOf(router.id).links.find(({ other }) => other.peerIp === neighbor);
  if (!link) return printed(`% BGP: Unknown neighbor - "${neighbor}"`);
  for (const way of ["in", "out"] as const)
    if (direction === undefined || direction === way) lists.soften(router, link.connection.id, way);
  return printed("");
}
