import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Provisioner, ResolvedStep } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { aStep, makeGone, makeReady, stateOf } from "../../../../../test/support/provisioning.ts";
import { smallEstate } from "../../../../../test/support/small-estate.ts";
import { type SteeredTwin, startSteeredTwin } from "../../../../../test/support/steered-twin.ts";
import { routerShell } from "../router-shell.ts";
import { onpremProvisioners } from "./index.ts";
import { interfaceOf } from "./ipsec-files.ts";

const SECRET = "a.shared.secret.of.this.test";
const FAR_IP = "198.51.100.1";
const OWN_IP = "203.0.113.77";

let steered: SteeredTwin;
let makers: ReadonlyMap<string, Provisioner>;
const makersAt = (routerGatewayUrl: string) =>
  new Map(
    onpremProvisioners({
      routerGatewayUrl,
      secret: async (name) => (name === "psk-1" ? SECRET : name === "psk-odd" ? 'has"quotes"in-it' : undefined),
    }).map((one) => [one.resource, one]),
  );
const maker = ({ resource }: ResolvedStep, of = makers): Provisioner => {
  const found = of.get(resource);
  if (!found) throw new Error(`nothing makes ${resource}`);
  return found;
};
const make = (step: ResolvedStep) => makeReady(maker(step), step);

/** A data centre beside the others whose router leads nowhere yet. */
const estate = () =>
  smallEstate((raw) => ({
    ...raw,
    networks: [
      ...raw.networks,
      { id: "fc", cloud: "onprem", regionId: "fc-dc", cidrs: ["10.43.0.0/16"], gatewayId: "fc-r1" },
    ],
    gateways: [
      ...raw.gateways,
      { id: "fc-r1", kind: "router", cloud: "onprem", regionId: "fc-dc", providerId: "fc-r1", asn: 65_040 },
    ],
  }));

const tunnel = aStep("onprem.ipsec-tunnel", {
  routerId: "fc-r1",
  name: "vpn-1 tunnel 1",
  localPublicIp: OWN_IP,
  peerPublicIp: FAR_IP,
  presharedKeySecret: "psk-1",
  insideCidr: "169.254.40.0/30",
  localInsideIp: "169.254.40.2",
});
const neighborOf = (routerId: string, ip: string, announce: readonly string[]) =>
  aStep(
    "onprem.bgp-neighbor",
    { routerId, neighborIp: ip, remoteAsn: 64_512, localPreference: 150, announce },
    { id: `neighbor-${ip}` },
  );
const neighbor = neighborOf("fc-r1", "169.254.40.1", ["10.43.0.0/16"]);
const rule = aStep("onprem.firewall-rule", {
  routerId: "fc-r1",
  name: "orders to erp",
  source: "10.1.0.0/16",
  destination: "10.43.0.20",
  port: 1521,
});
const everyKind = [tunnel, neighbor, rule];

beforeEach(async () => {
  steered = await startSteeredTwin(estate());
  makers = makersAt(`${steered.twin.apiUrl}/routers`);
});
afterEach(() => steered.twin.close());

describe("clouds/onprem/provision", () => {
  it.each(everyKind.map((step) => [step.resource, step] as const))(
    "%s is made and taken away, whichever command the process died before",
    async (_resource, step) => {
      const atFirst = await stateOf(steered.twin);
      const before = (await maker(step).snapshot?.(step)) ?? null;
      for (let lived = 0, isDone = false; !isDone; lived += 1)
        isDone = await survives(lived, (of) => maker(step, of).ensure(step));
      await vi.waitFor(async () =>
        expect(await maker(step).observe(step)).toMatchObject({ state: "ready", isOurs: true }),
      );

      for (let lived = 0, isDone = false; !isDone; lived += 1)
        isDone = await survives(lived, (of) => maker(step, of).remove(step, { ids: {}, before }));

      expect(await stateOf(steered.twin)).toEqual(atFirst);
    },
  );

  it("a tunnel and its session carry packets both ways once the cloud agrees, counted by the interface", async () => {
    const world = steered.twin.world;
    world.change("test", () => world.built.tunnelEnds.put("aws-end", awsEnd));
    world.change("test", () => world.routing.propagations.add("tgw-rtb-main|tgw-attach-new"));
    const reaches = () =>
      [world.traceBetween("10.1.0.5", "10.43.0.20"), world.traceBetween("10.43.0.20", "10.1.0.5")].map(
        ({ kind }) => kind === "delivered",
      );
    const { interface: device = "" } = await make(tunnel);
    expect(reaches()).toEqual([false, false]);

    await make(neighbor);

    await vi.waitFor(() => expect(reaches()).toEqual([true, true]));
    world.send("10.1.0.5", "10.43.0.20", 100);
    const run = routerShell(`${steered.twin.apiUrl}/routers`);
    const links: { ifname: string; stats64: { rx: { packets: number } } }[] = JSON.parse(
      await run("fc-r1", ["ip", "-j", "-s", "link"]),
    );
    expect(links.find(({ ifname }) => ifname === device)?.stats64.rx.packets).toBe(1);
  });

  it("tells a cloud no more than what was agreed, and leaves what the router said before", async () => {
    const more = neighborOf("r1", "169.254.41.1", ["10.9.0.0/16"]);
    const shown = async () =>
      routerShell(`${steered.twin.apiUrl}/routers`)("r1", ["vtysh", "-c", "show running-config"]);
    const atFirst = await shown();
    await make(more);
    const config = await shown();
    expect(config).toContain("ip prefix-list SKY-169-254-41-1-TOLD seq 10 permit 10.9.0.0/16");
    expect(config).toContain("neighbor 169.254.41.1 route-map SKY-169-254-41-1-OUT out");
    await makeGone(maker(more), more);

    expect(await shown()).toBe(atFirst);
  });

  it("two neighbors are told the same prefix, and the first to go does not take it from the other", async () => {
    const other = neighborOf("fc-r1", "169.254.40.5", ["10.43.0.0/16"]);
    for (const step of [neighbor, other]) await make(step);

    await makeGone(maker(neighbor), neighbor);

    expect(await maker(other).observe(other)).toMatchObject({ state: "ready", differs: [] });
  });

  it("the last of two neighbors takes along what both were told, whichever it is", async () => {
    const other = neighborOf("fc-r1", "169.254.40.5", ["10.43.0.0/16"]);
    const atFirst = await stateOf(steered.twin);
    for (const order of [
      [neighbor, other],
      [other, neighbor],
    ]) {
      for (const step of [neighbor, other]) await make(step);
      for (const step of order) await makeGone(maker(step), step);
      expect(await stateOf(steered.twin)).toEqual(atFirst);
    }
  });

  it("leaves alone what another run has made", async () => {
    for (const step of everyKind) await make(step);
    const changes = [{ peerPublicIp: "198.51.100.9" }, { remoteAsn: 64_999 }, { port: 1522 }];
    for (const [i, step] of everyKind.entries()) {
      const stranger = {
        ...step,
        tags: { ...step.tags, "skylane:run": "run-2" },
        desired: { ...step.desired, ...changes[i] },
      };
      expect(await maker(step).observe(stranger)).toMatchObject({ isOurs: false });
      await expect(maker(step).ensure(stranger)).rejects.toMatchObject({ code: "ERR_CLOUD_CONFLICT" });
      await maker(step).remove(stranger, { ids: {}, before: null });
      expect(await maker(step).observe(step)).toMatchObject({ state: "ready", isOurs: true, differs: [] });
    }
  });

  it("a name that would end a line ends none: comments are quoted", async () => {
    const hostile = { ...tunnel, tags: { ...tunnel.tags, "skylane:owner": 'x"\n}\nsecrets {' } };
    await make(hostile);

    const text = await routerShell(`${steered.twin.apiUrl}/routers`)("fc-r1", [
      "cat",
      `/etc/swanctl/conf.d/${interfaceOf("vpn-1 tunnel 1")}.conf`,
    ]);

    expect(text.split("\n")[1]).toBe("connections {");
    expect(text).not.toMatch(/^secrets/m);
  });

  it("a key is in no command line, no error and no file that can be read by all", async () => {
    const asked: { argv: string[]; stdin?: string }[] = [];
    const server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString("utf8");
      const input = JSON.parse(body) as { argv: string[]; stdin?: string };
      asked.push(input);
      response.writeHead(200, { "content-type": "application/json" });
      const isRead = ["cat", "sha256sum"].includes(input.argv[0] ?? "");
      // a careless router: says all that it was given, on both channels
      const said = isRead ? "No such file or directory" : `% cannot write ${input.stdin}`;
      response.end(JSON.stringify({ exitCode: 1, stdout: said, stderr: said }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const careless = makersAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

    const failure: unknown = await maker(tunnel, careless)
      .ensure(tunnel)
      .catch((error: unknown) => error);
    await new Promise((resolve) => server.close(resolve));

    expect(failure).toMatchObject({ code: "ERR_CLOUD_ANSWER" });
    expect(everythingOf(failure)).not.toContain(SECRET);
    const written = asked.filter(({ stdin }) => stdin?.includes(SECRET));
    expect(written.map(({ argv }) => argv.slice(0, 3))).toEqual([["install", "-m", "600"]]);
    expect(JSON.stringify(asked.map(({ argv }) => argv))).not.toContain(SECRET);
  });

  it("a key that strongSwan would read otherwise is refused before anything is written", async () => {
    const odd = { ...tunnel, desired: { ...tunnel.desired, presharedKeySecret: "psk-odd" } };

    const failure: unknown = await maker(odd)
      .ensure(odd)
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ code: "ERR_STEP_INVALID" });
    expect(everythingOf(failure)).not.toContain("quotes");
    expect(await maker(tunnel).observe(tunnel)).toBeUndefined();
  });
});

/** Everything an error says, its causes too. */
const everythingOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, error.stack, JSON.stringify(error), everythingOf(error.cause)].join("\n")
    : String(error);

/** Runs it with a gateway that dies after so many commands; true if it did not get that far. */
async function survives(
  commandCount: number,
  run: (of: ReadonlyMap<string, Provisioner>) => Promise<unknown>,
): Promise<boolean> {
  let left = commandCount;
  const real = `${steered.twin.apiUrl}/routers`;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString("utf8");
    if (left === 0) return void request.socket.destroy();
    left -= 1;
    const answer = await fetch(`${real}${request.url}`, { method: "POST", body });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await run(makersAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    return true;
  } catch {
    return false;
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The cloud's side of the tunnel, as its own API was told. */
const awsEnd = {
  id: "aws-end",
  gatewayId: "tgw",
  localPublicIp: FAR_IP,
  remotePublicIp: OWN_IP,
  presharedKey: SECRET,
  ikeVersions: [2],
  phase1: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] },
  phase2: { encryption: ["aes-256-gcm"], integrity: ["sha2-384"], dhGroups: [20] },
  bgp: {
    localIp: "169.254.40.1",
    peerIp: "169.254.40.2",
    localAsn: 64_512,
    peerAsn: 65_040,
    canInitiate: true,
    holdTimeSeconds: 30,
  },
  announces: { prefixes: ["10.1.0.0/16"], isWithNetworks: false },
  bandwidthMbps: 1_250,
  attachmentId: "tgw-attach-new",
} as const;
