import { type ChildProcess, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Actuator } from "@skylane/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { gracefulShutdown } from "../../packages/clouds/src/onprem/graceful-shutdown.ts";
import { prepend } from "../../packages/clouds/src/onprem/prepend.ts";
import { vtysh } from "../../packages/clouds/src/onprem/router-shell.ts";
import { type VtySocketShell, vtySocketShell } from "../../packages/clouds/src/onprem/vty-socket.ts";
import { withdraw } from "../../packages/clouds/src/onprem/withdraw.ts";
import { IP_PROGRAM, whyItCannotRun } from "./can-run.ts";
import { startRouters, vtyPathIn } from "./frr.ts";
import { leaveListsOf } from "./frr-config.ts";
import { startLinks } from "./links.ts";
import { makeNamespaces, namespaceOf, removeNamespaces } from "./namespaces.ts";
import { CLOUD, DIRECT_CONNECT, endsOf, type LabPath, type LabRouter, SITE, VPN } from "./topology.ts";

const Heard = z.object({
  paths: z.array(
    z.object({
      aspath: z.object({ string: z.string() }),
      locPrf: z.int(),
      community: z.object({ string: z.string() }).optional(),
      bestpath: z.object({ overall: z.boolean() }).optional(),
      peer: z.object({ peerId: z.string() }),
    }),
  ),
});

/** Where a knob is turned, if not for the site's own prefix, from the direct connect to the VPN. */
interface Where {
  readonly prefix?: string;
  readonly settings?: Readonly<Record<string, string>>;
  readonly from?: LabPath;
  readonly to?: LabPath;
}

const reason = whyItCannotRun();
if (reason !== undefined) process.stdout.write(`the router knobs are not proven on FRR: ${reason}\n`);

describe.skipIf(reason !== undefined)("lab: knobs that drain a neighbor, on real routers", () => {
  const children: ChildProcess[] = [];
  let folder: string;
  let shell: VtySocketShell;
  beforeAll(async () => {
    removeNamespaces();
    folder = mkdtempSync(join(tmpdir(), `skylab-${process.pid}-`));
    chmodSync(folder, 0o755); // the routing daemons run as another account
    makeNamespaces();
    await startLinks((child) => children.push(child));
    await startRouters(folder, (child) => children.push(child));
    shell = vtySocketShell(vtyPathIn(folder));
  }, 60_000);
  afterAll(() => {
    shell?.close();
    for (const child of children) child.kill("SIGKILL");
    removeNamespaces();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a router hears of a prefix over each path, and which it takes. */
  const heardBy = async (router: LabRouter, prefix: string) => {
    const { paths = [] } = Heard.partial().parse(
      JSON.parse(await shell.run(router.id, vtysh(`show bgp ipv4 unicast ${prefix} json`))),
    );
    const over = (path: LabPath) => paths.find(({ peer }) => peer.peerId === endsOf(router, path).neighborIp);
    return { dx: over(DIRECT_CONNECT), vpn: over(VPN) };
  };
  /** The interface that the kernel sends an address over. */
  const sentOver = (router: LabRouter, address: string): string | undefined => {
    const { stdout } = spawnSync(IP_PROGRAM, ["-n", namespaceOf(router.id), "route", "get", address], {
      encoding: "utf8",
    });
    return / dev (\S+)/.exec(stdout)?.[1];
  };
  const planned = (
    knob: (run: VtySocketShell["run"]) => Actuator,
    listKey: string,
    listOf: (path: LabPath) => string,
    { prefix = SITE.lan, settings = {}, from = DIRECT_CONNECT, to = VPN }: Where = {},
  ) => {
    const actuator = knob(shell.run);
    const handleOf = (path: LabPath) => ({
      neighborIp: path.cloudIp,
      [listKey]: listOf(path),
      interfaceName: path.interfaceName,
    });
    const place = { groupId: "g", sideId: "s", prefixes: [prefix], settings: { routerId: SITE.id, ...settings } };
    const [change] = actuator.plan({ ...place, from: handleOf(from), to: handleOf(to) });
    if (!change) throw new Error("no change");
    return { actuator, change };
  };
  /** Applies, looks, puts back, and looks whether both routers have what they had. */
  const thereAndBack = async (
    { actuator, change }: ReturnType<typeof planned>,
    look: () => Promise<void>,
  ): Promise<void> => {
    const all = () =>
      Promise.all([
        heardBy(CLOUD, SITE.lan),
        heardBy(SITE, CLOUD.lan),
        sentOver(CLOUD, SITE.hostIp),
        sentOver(SITE, CLOUD.hostIp),
      ]);
    const atFirst = await all();
    const list = await shell.run(SITE.id, vtysh(`show ip prefix-list ${change.target.prefixList} json`));
    const before = await actuator.snapshot(change);

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.apply(change)).toBe("already");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true), { timeout: 5_000 });
    await vi.waitFor(look, { timeout: 5_000 });

    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true), { timeout: 5_000 });
    await vi.waitFor(async () => expect(await all()).toEqual(atFirst), { timeout: 5_000 });
    expect(await shell.run(SITE.id, vtysh(`show ip prefix-list ${change.target.prefixList} json`))).toBe(list);
    expect(await actuator.restore(change, before)).toBe("already");
  };

  it("prepend: the neighbor hears a path that is three longer, over that session alone", async () => {
    await thereAndBack(
      planned(prepend, "prependPrefixList", (path) => leaveListsOf(path).prepend),
      async () => {
        const { dx, vpn } = await heardBy(CLOUD, SITE.lan);
        expect([dx?.aspath.string, vpn?.aspath.string]).toEqual(["65010 65010 65010 65010", "65010"]);
        // a far side that ranks by local preference takes no notice
        expect([dx?.bestpath?.overall, sentOver(CLOUD, SITE.hostIp)]).toEqual([true, "dx0"]);
      },
    );
  }, 30_000);

  it("graceful shutdown, announced: the neighbor hears 65535:0 and sends the other way", async () => {
    const shutdown = planned(gracefulShutdown, "shutdownPrefixList", (path) => leaveListsOf(path).shutdownOut, {
      settings: { by: "community" },
    });
    await thereAndBack(shutdown, async () => {
      const { dx, vpn } = await heardBy(CLOUD, SITE.lan);
      expect(dx).toMatchObject({ community: { string: "graceful-shutdown" }, locPrf: 0 });
      expect(vpn).toMatchObject({ bestpath: { overall: true } });
      expect(vpn).not.toHaveProperty("community");
      expect([sentOver(CLOUD, SITE.hostIp), sentOver(SITE, CLOUD.hostIp)]).toEqual(["vpn0", "dx0"]);
    });
  }, 30_000);

  it("graceful shutdown, heard: what the neighbor announces is the last resort", async () => {
    const shutdown = planned(gracefulShutdown, "shutdownPrefixList", (path) => leaveListsOf(path).shutdownIn, {
      prefix: CLOUD.lan,
      settings: { by: "local-preference" },
    });
    await thereAndBack(shutdown, async () => {
      expect(await heardBy(SITE, CLOUD.lan)).toMatchObject({
        dx: { locPrf: 0 },
        vpn: { bestpath: { overall: true } },
      });
      expect([sentOver(CLOUD, SITE.hostIp), sentOver(SITE, CLOUD.hostIp)]).toEqual(["dx0", "vpn0"]);
    });
  }, 30_000);

  it("withdraw: the neighbor hears nothing of the prefix any more, and of the probe address as before", async () => {
    await thereAndBack(
      planned(withdraw, "withdrawPrefixList", (path) => leaveListsOf(path).withdraw),
      async () => {
        const { dx, vpn } = await heardBy(CLOUD, SITE.lan);
        expect(dx).toBeUndefined();
        expect(vpn).toMatchObject({ bestpath: { overall: true } });
        expect((await heardBy(CLOUD, `${DIRECT_CONNECT.probeSourceIp}/32`)).dx).toBeDefined();
        expect([sentOver(CLOUD, SITE.hostIp), sentOver(SITE, CLOUD.hostIp)]).toEqual(["vpn0", "dx0"]);
        expect(sentOver(CLOUD, DIRECT_CONNECT.probeSourceIp)).toBe("dx0");
      },
    );
  }, 30_000);

  it("withdraw: a canary inside the prefix stays, for its entry comes before the list", async () => {
    const canary = "10.9.0.77/32";
    const place = ["configure terminal", `router bgp ${SITE.asn}`, "address-family ipv4 unicast"];
    const list = `ip prefix-list ${DIRECT_CONNECT.tag}-PROBE seq 6 permit ${canary}`;
    await shell.run(
      SITE.id,
      vtysh("configure terminal", list, `router bgp ${SITE.asn}`, "no bgp network import-check", "end"),
    );
    await shell.run(SITE.id, vtysh(...place, `network ${canary}`, "end"));
    await vi.waitFor(async () => expect((await heardBy(CLOUD, canary)).dx).toBeDefined(), { timeout: 10_000 });

    await thereAndBack(
      planned(withdraw, "withdrawPrefixList", (path) => leaveListsOf(path).withdraw),
      async () => {
        expect((await heardBy(CLOUD, SITE.lan)).dx).toBeUndefined();
        expect((await heardBy(CLOUD, canary)).dx).toBeDefined();
      },
    );

    await shell.run(SITE.id, vtysh(...place, `no network ${canary}`, "end"));
    await shell.run(SITE.id, vtysh("configure terminal", `no ${list}`, "end"));
  }, 40_000);

  it("withdraw: never from the last neighbor that is told the prefix", async () => {
    const listOf = (path: LabPath): string => leaveListsOf(path).withdraw;
    const fromVpn = planned(withdraw, "withdrawPrefixList", listOf, { from: VPN, to: DIRECT_CONNECT });
    const before = await fromVpn.actuator.snapshot(fromVpn.change);
    await fromVpn.actuator.apply(fromVpn.change);
    await vi.waitFor(async () => expect(await fromVpn.actuator.isApplied(fromVpn.change)).toBe(true), {
      timeout: 5_000,
    });

    const { actuator, change } = planned(withdraw, "withdrawPrefixList", listOf);
    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_PATH_LAST" });
    expect((await heardBy(CLOUD, SITE.lan)).dx).toBeDefined();

    await fromVpn.actuator.restore(fromVpn.change, before);
    await vi.waitFor(async () => expect(await fromVpn.actuator.isRestored(fromVpn.change, before)).toBe(true), {
      timeout: 5_000,
    });
    await vi.waitFor(async () => expect((await heardBy(CLOUD, SITE.lan)).vpn).toBeDefined(), { timeout: 5_000 });
  }, 30_000);

  it("withdraw: not onto a neighbor without a session, and undone where the session has gone meanwhile", async () => {
    const listOf = (path: LabPath): string => leaveListsOf(path).withdraw;
    const { actuator, change } = planned(withdraw, "withdrawPrefixList", listOf);
    const before = await actuator.snapshot(change);
    const setSession = (path: LabPath, isOn: boolean) =>
      shell.run(
        SITE.id,
        vtysh(
          "configure terminal",
          `router bgp ${SITE.asn}`,
          `${isOn ? "no " : ""}neighbor ${path.cloudIp} shutdown`,
          "end",
        ),
      );
    await setSession(VPN, false);
    await vi.waitFor(
      async () => await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_PATH_LAST" }),
      { timeout: 5_000 },
    );
    await setSession(VPN, true);
    await vi.waitFor(async () => await actuator.apply(change), { timeout: 10_000 });

    await setSession(DIRECT_CONNECT, false);
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true), { timeout: 5_000 });
    await setSession(DIRECT_CONNECT, true);
    await vi.waitFor(async () => expect((await heardBy(CLOUD, SITE.lan)).dx).toBeDefined(), { timeout: 10_000 });
  }, 40_000);
});
