import * as z from "zod";
import type { EstateGateway } from "../estate/estate.ts";
import { bgpPaths, drainList } from "../world/select-route.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";

/** A command for a router: the program and its arguments. */
export const RunInput = z.strictObject({ argv: z.array(z.string().max(1_000)).min(1).max(100) });

/** What it printed. */
export interface RunOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Without a soft clear, bgpd looks at a changed route-map after its delay timer. */
const ROUTE_MAP_DELAY_MS = 5_000;
/** With one, what was measured on FRR 8.4 (clouds.md 7.2). */
const SOFT_CLEAR_MS = 200;

/** The command line of one router: FRR's vtysh for what Skylane uses of it, and iproute2's counters. */
export interface RouterShell {
  run(gatewayId: string, argv: readonly string[]): RunOutput;
}

/** Prefix lists take effect later than they are written; this keeps what is written and moves it into routing in time. */
export function createRouterShell(world: World): RouterShell {
  const configured = new Map<
    string,
    Map<number, { action: "permit" | "deny"; prefix: string; le: number | undefined }>
  >();
  const pending = new Map<string, () => void>();

  const listOf = (router: string, name: string) => {
    const key = `${router}|${name}`;
    const known = configured.get(key);
    if (known) return known;
    const made = new Map<number, { action: "permit" | "deny"; prefix: string; le: number | undefined }>();
    configured.set(key, made);
    return made;
  };
  const takeEffect = (router: EstateGateway, name: string, touched: string): void => {
    const key = `${router.id}|${name}`;
    pending.delete(`${key}|${touched}`);
    world.change("vtysh", router.id, touched, undefined, () =>
      world.routing.prefixLists.set(key, new Map(listOf(router.id, name))),
    );
  };
  const schedule = (router: EstateGateway, name: string, touched: string, delayMs: number): void => {
    const key = `${router.id}|${name}|${touched}`;
    pending.get(key)?.();
    pending.set(
      key,
      world.clock.after(delayMs, () => takeEffect(router, name, touched)),
    );
  };

  const vtysh = (router: EstateGateway, commands: readonly string[]): string => {
    let mode: "enable" | "configure" = "enable";
    const touched: { name: string; prefix: string }[] = [];
    const printed: string[] = [];
    for (const raw of commands) {
      const command = raw.trim().replaceAll(/\s+/g, " ");
      if (command === "configure terminal") mode = "configure";
      else if (command === "end" || command === "exit") mode = "enable";
      else if (mode === "configure") {
        const done = configure(router, command, listOf);
        if (!done) printed.push(`% Unknown command: ${command}`);
        else {
          touched.push(done);
          schedule(router, done.name, done.prefix, ROUTE_MAP_DELAY_MS);
        }
      } else
        printed.push(
          enable(
            world,
            router,
            command,
            listOf,
            (name, prefix) => schedule(router, name, prefix, SOFT_CLEAR_MS),
            touched,
          ),
        );
    }
    return printed.filter((text) => text !== "").join("\n");
  };

  return {
    run(gatewayId, argv) {
      const router = world.atlas.gateways.get(gatewayId);
      if (router?.kind !== "router") throw new ApiError("NotFound", `there is no router ${gatewayId}`, 404);
      const [program, ...rest] = argv;
      if (program === "vtysh") {
        const commands = rest.filter((_, i) => i % 2 === 1);
        return { exitCode: 0, stdout: vtysh(router, commands), stderr: "" };
      }
      if (argv.join(" ") === "ip -j -s link")
        return { exitCode: 0, stdout: JSON.stringify(linkCounters(world, gatewayId)), stderr: "" };
      return { exitCode: 126, stdout: "", stderr: `${program}: not in the allow-list` };
    },
  };
}

type ListOf = (
  router: string,
  name: string,
) => Map<number, { action: "permit" | "deny"; prefix: string; le: number | undefined }>;

/** One line of configuration; answers which list and prefix it touched, or `undefined` if it is not understood. */
function configure(
  router: EstateGateway,
  command: string,
  listOf: ListOf,
): { name: string; prefix: string } | undefined {
  const match = /^(no )?ip prefix-list (\S+) seq (\d+) (permit|deny) (\S+)(?: le (\d+))?$/.exec(command);
  if (!match) return undefined;
  const [, no, name = "", sequence, action, prefix = "", le] = match;
  const list = listOf(router.id, name);
  if (no) list.delete(Number(sequence));
  else
    list.set(Number(sequence), {
      action: action as "permit" | "deny",
      prefix,
      le: le === undefined ? undefined : Number(le),
    });
  return { name, prefix };
}

function enable(
  world: World,
  router: EstateGateway,
  command: string,
  listOf: ListOf,
  soften: (name: string, prefix: string) => void,
  touched: readonly { name: string; prefix: string }[],
): string {
  const route = /^show bgp ipv4 unicast (\d\S+) json$/.exec(command)?.[1];
  if (route !== undefined) return JSON.stringify(showRoute(world, router, route));
  if (command === "show bgp ipv4 unicast summary json") return JSON.stringify(showSummary(world, router));
  const fib = /^show ip route (\d\S+) json$/.exec(command)?.[1];
  if (fib !== undefined) {
    const [best] = bgpPaths(world.viewOf(router.id), world.routing, fib);
    return JSON.stringify(
      best
        ? {
            [fib]: [
              {
                prefix: fib,
                protocol: "bgp",
                selected: true,
                installed: true,
                nexthops: [{ ip: best.peerIp, interfaceName: best.connectionId, active: true, fib: true }],
              },
            ],
          }
        : {},
    );
  }
  const list = /^show ip prefix-list (\S+) json$/.exec(command)?.[1];
  if (list !== undefined) {
    const entries = [...listOf(router.id, list)].sort(([one], [other]) => one - other);
    if (entries.length === 0) return "{}";
    return JSON.stringify({
      BGP: {
        [list]: {
          addressFamily: "IPv4",
          entries: entries.map(([sequenceNumber, { action, prefix, le }]) => ({
            sequenceNumber,
            type: action,
            prefix,
            ...(le !== undefined && { maximumPrefixLength: le }),
          })),
        },
      },
    });
  }
  const neighbor = /^clear bgp ipv4 unicast (\S+) soft (?:in|out)$/.exec(command)?.[1];
  if (neighbor !== undefined) {
    const link = world.viewOf(router.id).links.find(({ other }) => other.peerIp === neighbor);
    if (!link) return `% BGP: Unknown neighbor - "${neighbor}"`;
    for (const { name, prefix } of touched) if (name === drainList(link.connection.id)) soften(name, prefix);
    return "";
  }
  return `% Unknown command: ${command}`;
}

function showRoute(world: World, router: EstateGateway, prefix: string) {
  const paths = bgpPaths(world.viewOf(router.id), world.routing, prefix);
  if (paths.length === 0) return {};
  return {
    prefix,
    paths: paths.map(({ peerIp, localPreference, connectionId }, i) => ({
      valid: true,
      locPrf: localPreference,
      ...(i === 0 && { bestpath: { overall: true, selectionReason: "Local Pref" } }),
      peer: { peerId: peerIp, hostname: connectionId, type: "external" },
      nexthops: [{ ip: peerIp, afi: "ipv4", used: true }],
    })),
  };
}

const showSummary = (world: World, router: EstateGateway) => ({
  as: router.asn,
  peers: Object.fromEntries(
    world.viewOf(router.id).links.map(({ other, isSessionUp }) => [
      other.peerIp ?? other.at,
      {
        remoteAs: world.atlas.gateways.get(other.at)?.asn ?? 0,
        state: isSessionUp ? "Established" : "Active",
        pfxRcd: isSessionUp ? other.announces.length : 0,
      },
    ]),
  ),
});

/** One interface per connection, named after it; received and sent as this router sees them. */
const linkCounters = (world: World, gatewayId: string) =>
  world.viewOf(gatewayId).links.map(({ connection }) => {
    const count = world.counters.get(connection.id);
    const isA = connection.a.at === gatewayId;
    const forward = { packets: count?.forwardPackets ?? 0, bytes: count?.forwardBytes ?? 0 };
    const reverse = { packets: count?.reversePackets ?? 0, bytes: count?.reverseBytes ?? 0 };
    return {
      ifname: connection.id,
      operstate: "UP",
      stats64: { rx: isA ? reverse : forward, tx: isA ? forward : reverse },
    };
  });
