import type { Actuator, MoveRequest } from "@skylane/core";
import { Estate, startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { itDoesEverythingTwice } from "../../../../test/support/actuator-contract.ts";
import { cloudError } from "../_shared/errors.ts";
import { drainEstate } from "./drain-estate.ts";
import { gracefulShutdown } from "./graceful-shutdown.ts";
import { prepend } from "./prepend.ts";
import { type RouterShell, routerShell, vtysh } from "./router-shell.ts";
import { withdraw } from "./withdraw.ts";

const DC = "10.9.0.0/16";
const [VPC_HOST, DC_HOST, BRANCH_HOST, CANARY] = ["10.1.0.5", "10.9.0.5", "10.8.0.5", "10.254.0.1"];
const neighbors = { dx: "169.254.0.1", vpn: "169.254.1.1", "line-a": "169.254.2.1", "line-b": "169.254.3.1" };
type Link = keyof typeof neighbors;

interface Case {
  readonly knob: (run: RouterShell) => Actuator;
  readonly settings: Readonly<Record<string, string>>;
  readonly listKey: string;
  readonly listOf: (link: Link) => string;
  readonly prefix: string;
  readonly links: readonly [first: Link, second: Link];
  /** The way that is moved; the way back stays where it is. */
  readonly way: readonly [from: string, to: string];
}
const listOf = (kind: string, direction: string) => (link: Link) => `SKY-${kind}-${link.toUpperCase()}-${direction}`;
const between: Pick<Case, "links" | "prefix" | "way"> = {
  links: ["line-a", "line-b"],
  prefix: DC,
  way: [BRANCH_HOST, DC_HOST],
};
const cases: Readonly<Record<string, Case>> = {
  "onprem.prepend": {
    ...between,
    knob: prepend,
    settings: { routerId: "r1" },
    listKey: "prependPrefixList",
    listOf: listOf("PREPEND", "OUT"),
  },
  "onprem.graceful-shutdown, what we announce": {
    ...between,
    knob: gracefulShutdown,
    settings: { routerId: "r1", by: "community" },
    listKey: "shutdownPrefixList",
    listOf: listOf("SHUTDOWN", "OUT"),
  },
  "onprem.graceful-shutdown, what we hear": {
    knob: gracefulShutdown,
    settings: { routerId: "r1", by: "local-preference" },
    listKey: "shutdownPrefixList",
    listOf: listOf("SHUTDOWN", "IN"),
    links: ["line-a", "line-b"],
    prefix: "10.8.0.0/16",
    way: [DC_HOST, BRANCH_HOST],
  },
  "onprem.withdraw": {
    knob: withdraw,
    settings: { routerId: "r1" },
    listKey: "withdrawPrefixList",
    listOf: listOf("WITHDRAW", "OUT"),
    links: ["dx", "vpn"],
    prefix: DC,
    way: [VPC_HOST, DC_HOST],
  },
};

let twin: Twin;
let offsetMs: number;
let run: RouterShell;
beforeEach(async () => {
  offsetMs = 0;
  twin = await startTwin({
    estate: Estate.parse(drainEstate()),
    apiPort: 0,
    socksPort: 0,
    seed: 1,
    // the router's timers run fifty times as fast
    clock: {
      nowMs: () => Date.now() + offsetMs,
      after: (delayMs, then) => {
        const timer = setTimeout(then, delayMs / 50);
        return () => clearTimeout(timer);
      },
    },
  });
  await fetch(`${twin.apiUrl}/lab/realism`, {
    method: "PUT",
    body: JSON.stringify({ apiLatencyMs: 0, apiJitterMs: 0 }),
  });
  run = routerShell(`${twin.apiUrl}/routers`);
});
afterEach(() => twin.close());

const over = ([from, to]: readonly [string, string]): string[] =>
  twin.world.traceBetween(from, to).crossings.map(({ connection }) => connection.id);
const byHand = (...commands: readonly string[]) => run("r1", vtysh("configure terminal", ...commands, "end"));
const written = async (list: string): Promise<string> => run("r1", vtysh(`show ip prefix-list ${list} json`));

// One suite, every knob that drains a neighbor by a list: what it does to packets, and what may go wrong meanwhile.
describe.each(Object.entries(cases))("clouds/%s", (_, request) => {
  const [first, second] = request.links;
  const back = [request.way[1], request.way[0]] as const;
  const handleOf = (link: Link) => ({
    neighborIp: neighbors[link],
    [request.listKey]: request.listOf(link),
    interfaceName: link,
  });
  const planned = (more: Partial<MoveRequest> = {}, shell: RouterShell = run) => {
    const actuator = request.knob(shell);
    const { settings, prefix } = request;
    const place = {
      groupId: "g",
      sideId: "s",
      prefixes: [prefix],
      settings,
      from: handleOf(first),
      to: handleOf(second),
    };
    const [change] = actuator.plan({ ...place, ...more });
    if (!change) throw new Error("no change");
    return { actuator, change };
  };

  it("moves packets of one direction, shows it, and puts them back as they were", async () => {
    const { actuator, change } = planned();
    const [list, backAtFirst] = [await written(request.listOf(first)), over(back)];
    const before = await actuator.snapshot(change);
    expect(over(request.way)).toEqual([first]);

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    await vi.waitFor(() => expect(over(request.way)).toEqual([second]));
    expect(over(back)).toEqual(backAtFirst);
    expect(over([VPC_HOST, CANARY])).toEqual(["dx"]);
    twin.world.send(...request.way, 100);
    const { forwardPackets = 0, reversePackets = 0 } = twin.world.counters.get(second) ?? {};
    expect(forwardPackets + reversePackets).toBe(1);

    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    await vi.waitFor(() => expect(over(request.way)).toEqual([first]));
    expect(await actuator.snapshot(change)).toEqual(before);
    expect(await written(request.listOf(first))).toBe(list);
  });

  itDoesEverythingTwice(planned);

  it("leaves what was there before a move that found it already so", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);
    const before = await actuator.snapshot(change);

    expect(await actuator.restore(change, before)).toBe("already");
    await vi.waitFor(() => expect(over(request.way)).toEqual([second]));
  });

  it("takes a write whose answer was lost for done, and undoes it", async () => {
    const lossy: RouterShell = async (routerId, argv) => {
      if (!argv.includes("configure terminal")) return run(routerId, argv);
      await run(routerId, argv.slice(0, -2));
      throw cloudError("ERR_CLOUD_UNAVAILABLE", "the connection was reset");
    };
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);

    // the entry was written, the soft clear was not: the router's own timer brings it about
    await expect(planned({}, lossy).actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    expect(await actuator.apply(change)).toBe("already");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
  });

  it("writes over no entry of somebody else, and takes none away", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    const list = request.listOf(first);
    const { sequence } = change.target;

    await byHand(`ip prefix-list ${list} seq ${sequence} permit 10.77.0.0/16 le 32`);
    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    await byHand(`no ip prefix-list ${list} seq ${sequence}`, `ip prefix-list ${list} seq 7 permit ${change.prefix}`);
    const theirs = await written(list);
    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });

    expect(await written(list)).toBe(theirs);
  });

  it("writes nothing on a router whose base policy is not there", async () => {
    const { actuator, change } = planned();
    await byHand(`no ip prefix-list ${request.listOf(first)}`);

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
    await expect(actuator.apply(change)).rejects.toThrow("install the base policy first");
    expect(await written(request.listOf(first))).toBe("{}");
  });

  it("keeps groups apart that move at the same moment over one neighbor", async () => {
    const { actuator, change } = planned();
    const other = planned({ groupId: "h", prefixes: ["10.10.0.0/16"] }).change;
    const before = await actuator.snapshot(change);

    // a withdrawal of what was never announced there is refused
    if (request.knob === withdraw)
      await byHand(`ip prefix-list ${request.listOf(first)} seq 5 permit 10.10.0.0/16 le 32`);
    else await actuator.apply(other);
    await actuator.apply(change);
    await actuator.restore(change, before);

    expect(await written(request.listOf(first))).toContain('"prefix":"10.10.0.0/16"');
  });

  it("refuses settings and handles that are not its own, and names that could be a command", () => {
    const { actuator } = planned();
    const handle = handleOf(first);

    expect(actuator.settings.safeParse({ ...request.settings, colour: "blue" }).success).toBe(false);
    expect(actuator.settings.safeParse({}).success).toBe(false);
    expect(actuator.handle.safeParse(handle).success).toBe(true);
    for (const hostile of ["THEIRS", "SKY-A\nend\nwrite", "SKY-A seq 5 permit 0.0.0.0/0", "SKY-a", ""])
      expect(actuator.handle.safeParse({ ...handle, [request.listKey]: hostile }).success).toBe(false);
    for (const hostile of ["169.254.0.1 soft in", "::1", "*", "169.254.0.1\n"])
      expect(actuator.handle.safeParse({ ...handle, neighborIp: hostile }).success).toBe(false);
    expect(() => planned({ from: handleOf(second) })).toThrow(/both paths/);
  });

  it("says that the router is away, as something worth another try", async () => {
    const { actuator, change } = planned();
    await twin.close();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_UNAVAILABLE",
      kind: "unavailable",
    });
  }, 20_000);
});

describe("clouds/onprem/withdraw", () => {
  const handle = (link: Link) => ({
    neighborIp: neighbors[link],
    withdrawPrefixList: listOf("WITHDRAW", "OUT")(link),
    interfaceName: link,
  });
  const planned = () => {
    const actuator = withdraw(run);
    const place = { groupId: "g", sideId: "s", prefixes: [DC], settings: { routerId: "r1" } };
    const [change] = actuator.plan({ ...place, from: handle("dx"), to: handle("vpn") });
    if (!change) throw new Error("no change");
    return { actuator, change };
  };

  it("never takes a prefix from the last neighbor that is told it", async () => {
    const { actuator, change } = planned();
    twin.world.addFault({ kind: "cut", target: { connectionId: "vpn" } });
    offsetMs = 2_000; // past three intervals of BFD

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_PATH_LAST", kind: "conflict" });
    await expect(actuator.apply(change)).rejects.toThrow("is not told 10.9.0.0/16");
    expect(over([VPC_HOST, DC_HOST])).toEqual(["dx"]);
  });

  it("shows as not applied once the neighbor to take has lost the prefix too, and as undone where the session is gone", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    twin.world.addFault({ kind: "cut", target: { connectionId: "vpn" } });
    offsetMs = 2_000;
    expect(await actuator.isApplied(change)).toBe(false);
    twin.world.addFault({ kind: "cut", target: { connectionId: "dx" } });
    offsetMs = 200_000; // past the hold time

    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
  });
});
