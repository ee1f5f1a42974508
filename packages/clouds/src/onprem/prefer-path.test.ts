import type { MoveRequest } from "@skylane/core";
import { beforeEach, describe, expect, it } from "vitest";
import { itDoesEverythingTwice } from "../../../../test/support/actuator-contract.ts";
import { cloudError } from "../_shared/errors.ts";
import { preferPath } from "./prefer-path.ts";
import type { RouterShell } from "./router-shell.ts";

const DX = "169.254.10.2";
const VPN = "169.254.20.2";
const request: MoveRequest & { readonly settings: { readonly by: string } } = {
  groupId: "g",
  sideId: "site",
  prefixes: ["10.1.0.0/16", "10.2.0.0/16"],
  settings: { routerId: "r1", by: "local-preference" },
  from: { neighborIp: DX, preferPrefixList: "SKY-DX-IN-HIGH", interfaceName: "dx0" },
  to: { neighborIp: VPN, preferPrefixList: "SKY-VPN-IN-HIGH", interfaceName: "vpn0" },
};

/** An FRR that knows two neighbors, one preferring list for each direction, and soft clears: what is edited counts after one. */
function aRouter() {
  const entries = new Map<string, string>();
  const effective = new Map<string, ReadonlySet<string>>();
  const asked: string[] = [];
  let isAway = false;
  const preferred = (list: string): ReadonlySet<string> =>
    new Set([...entries].flatMap(([key, prefix]) => (key.startsWith(`${list} `) ? [prefix] : [])));
  const show = (command: string): string => {
    const list = /^show ip prefix-list (\S+) json$/.exec(command)?.[1];
    if (list !== undefined) {
      const sentinel = { sequenceNumber: 4294967294, type: "deny", prefix: "0.0.0.0/0" };
      const found = [...entries].flatMap(([key, prefix]) =>
        key.startsWith(`${list} `) ? [{ sequenceNumber: Number(key.split(" ")[1]), type: "permit", prefix }] : [],
      );
      return JSON.stringify({ BGP: { [list]: { entries: [...found, sentinel] } } });
    }
    const prefix = /^show bgp ipv4 unicast (\S+) json$/.exec(command)?.[1] ?? "";
    const vpnPreference = effective.get("SKY-VPN-IN-HIGH")?.has(prefix) ? 300 : 100;
    const path = (peerId: string, locPrf: number, overall: boolean) => ({
      locPrf,
      bestpath: { overall },
      peer: { peerId },
    });
    return JSON.stringify({
      paths: [path(DX, 200, vpnPreference < 200), path(VPN, vpnPreference, vpnPreference > 200)],
    });
  };
  const run: RouterShell = async (_, argv) => {
    if (isAway) throw cloudError("ERR_CLOUD_UNAVAILABLE", "router r1 did not answer", { cloud: "onprem" });
    let printed = "";
    for (const command of argv.filter((_word, i) => i > 0 && i % 2 === 0)) {
      asked.push(command);
      const [, no, list = "", seq, prefix = ""] =
        /^(no )?ip prefix-list (\S+) seq (\d+) permit (\S+) le 32$/.exec(command) ?? [];
      if (seq !== undefined && no === undefined) entries.set(`${list} ${seq}`, prefix);
      else if (seq !== undefined) entries.delete(`${list} ${seq}`);
      else if (command === `clear bgp ipv4 unicast ${VPN} soft in`)
        effective.set("SKY-VPN-IN-HIGH", preferred("SKY-VPN-IN-HIGH"));
      else if (command.startsWith("show ")) printed += show(command);
    }
    return printed;
  };
  const lose = (): void => {
    isAway = true;
  };
  return { run, asked, lose };
}

let router: ReturnType<typeof aRouter>;
beforeEach(() => {
  router = aRouter();
});
const planned = (more: Partial<MoveRequest> = {}) => {
  const actuator = preferPath(router.run);
  const [change] = actuator.plan({ ...request, ...more });
  if (!change) throw new Error("no change");
  return { actuator, change };
};
const outbound = {
  sideId: "cloud",
  prefixes: ["10.9.0.0/16"],
  settings: { routerId: "r1", by: "community" },
  to: { neighborIp: VPN, preferPrefixList: "SKY-VPN-OUT-HIGH", interfaceName: "vpn0" },
};

describe("clouds/onprem/prefer-path", () => {
  it("raises the prefix on the neighbor to take, shows it, and puts it back as it was", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(true);
    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(await actuator.isApplied(change)).toBe(false);
  });

  it("says nothing to the neighbor to leave, for it may not hear", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);

    expect(router.asked.some((command) => command.includes(DX))).toBe(false);
    expect(router.asked).toContain(`clear bgp ipv4 unicast ${VPN} soft in`);
  });

  it("marks what is announced, for the packets that come to us", async () => {
    const { actuator, change } = planned(outbound);
    const before = await actuator.snapshot(change);

    expect(change).toMatchObject({ sideId: "cloud", cloud: "onprem", prefix: "10.9.0.0/16" });
    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(true);
    expect(router.asked).toContain("ip prefix-list SKY-VPN-OUT-HIGH seq 168394752 permit 10.9.0.0/16 le 32");
    expect(router.asked).toContain(`clear bgp ipv4 unicast ${VPN} soft out`);
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.isRestored(change, before)).toBe(true);
  });

  itDoesEverythingTwice(planned);

  it("leaves what was there before a move that found it already so", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);
    const before = await actuator.snapshot(change);

    expect(await actuator.restore(change, before)).toBe("already");
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(await actuator.isApplied(change)).toBe(true);
  });

  it("keeps prefixes apart: an entry of its own for each, and one can go without the other", async () => {
    const actuator = preferPath(router.run);
    const [first, second] = actuator.plan(request);
    if (!first || !second) throw new Error("no changes");
    const before = await actuator.snapshot(first);
    await Promise.all([actuator.apply(first), actuator.apply(second)]);
    await actuator.restore(first, before);

    expect(await actuator.isApplied(first)).toBe(false);
    expect(await actuator.isApplied(second)).toBe(true);
  });

  it("refuses settings and handles that are not its own", () => {
    const { actuator } = planned();

    expect(actuator.settings.safeParse({ routerId: "r1" }).success).toBe(false);
    expect(actuator.settings.safeParse({ routerId: "r1", by: "prepend" }).success).toBe(false);
    expect(actuator.handle.safeParse({ ...request.to, preferPrefixList: "THEIRS" }).success).toBe(false);
    expect(() => planned({ to: {} })).toThrow();
  });

  it("says that the router is away, as something worth another try", async () => {
    const { actuator, change } = planned();
    router.lose();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_UNAVAILABLE",
      kind: "unavailable",
    });
  });
});
