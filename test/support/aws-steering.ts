import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Estate } from "@skylane/twin";
import { afterEach, beforeEach, vi } from "vitest";
import { type SteeredTwin, startSteeredTwin } from "./steered-twin.ts";

const link = (id: string, kind: string, a: object, b: object) => ({
  id,
  kind,
  a,
  b,
  providerId: `${kind === "direct-connect" ? "dxcon" : "vpn"}-${id}`,
  bandwidthMbps: 1_000,
  latencyMs: 2,
  bfd: { intervalMs: 5, detectMultiplier: 1 },
});
const fromDc = (localPreference: number, canaries: readonly string[] = []) => ({
  at: "r1",
  announces: ["10.9.0.0/16", "10.8.0.0/16", ...canaries],
  localPreference,
});
const atTgw = (id: string, canary: string, propagatesTo: readonly string[]) => ({
  at: "tgw",
  announces: ["10.1.0.0/16", "10.2.0.0/16", canary],
  attachmentId: `tgw-attach-${id}`,
  propagatesTo,
});
const vpc = (id: string, number: number, more: object = {}) => ({
  id,
  cloud: "aws",
  regionId: "us-east-1",
  accountId: "111122223333",
  providerId: `vpc-${number}`,
  cidrs: [`10.${number}.0.0/16`],
  gatewayId: "tgw",
  attachmentId: `tgw-attach-${id}`,
  ...more,
});

/**
 * A VPC with every next hop there is: a transit gateway with a Direct Connect and a VPN, and one of each that propagates
 * nowhere; a virtual private gateway; an appliance; a peering. All but the last lead to one data centre.
 */
const awsEstate = () =>
  Estate.parse({
    version: 1,
    name: "aws-steering",
    networks: [
      vpc("shop", 1, { resourceCount: 1, subnets: [{ cidr: "10.1.128.0/20", routeTableId: "rtb-1b" }] }),
      vpc("stock", 2),
      vpc("probe", 3, { cidrs: ["10.255.1.0/24"], gatewayTableId: "tgw-rtb-probe" }),
      { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16", "10.8.0.0/16"], gatewayId: "r1" },
    ],
    gateways: [
      {
        id: "tgw",
        kind: "tgw",
        cloud: "aws",
        regionId: "us-east-1",
        accountId: "111122223333",
        providerId: "tgw-1",
        asn: 64_512,
        tables: ["tgw-rtb-main", "tgw-rtb-probe", "tgw-rtb-observe"],
      },
      {
        id: "vgw",
        kind: "router",
        cloud: "aws",
        regionId: "us-east-1",
        accountId: "111122223333",
        providerId: "vgw-1",
        asn: 64_513,
        selects: "vgw",
        vpcId: "shop",
      },
      {
        id: "nva",
        kind: "router",
        cloud: "aws",
        regionId: "us-east-1",
        providerId: "nva",
        asn: 65_020,
        applianceIp: "10.1.0.10",
      },
      { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
    ],
    connections: [
      link(
        "dx",
        "direct-connect",
        atTgw("dx", "10.255.1.0/28", ["tgw-rtb-main", "tgw-rtb-probe"]),
        fromDc(200, ["10.254.0.1/32"]),
      ),
      link(
        "vpn",
        "vpn",
        atTgw("vpn", "10.255.1.16/28", ["tgw-rtb-main", "tgw-rtb-probe", "tgw-rtb-observe"]),
        fromDc(100),
      ),
      link("dx2", "direct-connect", { at: "tgw", announces: ["10.2.0.0/16"] }, fromDc(20)),
      link("spare", "vpn", atTgw("spare", "10.255.1.32/28", []), fromDc(50)),
      link("side", "vpn", { at: "vgw", announces: ["10.1.0.0/16"] }, fromDc(40)),
      link("sdwan", "vpn", { at: "nva", announces: ["10.1.0.0/16"] }, fromDc(30)),
      { ...link("pcx", "peering", { at: "shop" }, { at: "stock" }), providerId: "pcx-1" },
    ],
    flows: [],
    canaries: [{ address: "10.254.0.1", port: 7, gatewayId: "r1" }],
  });

/** A twin of that estate behind a wire, and what tests ask of it. */
export interface AwsTwin extends SteeredTwin {
  /** Where AWS is, for the SDKs' environment. */
  readonly url: string;
  /** Operations that were asked for, e.g. `ec2:ReplaceRoute`. */
  readonly calls: string[];
  /** True = the answer to it is lost on the way back. */
  isLost: (operation: string) => boolean;
  /** Comes before it is sent on. */
  before: (operation: string) => void;
  close(): Promise<void>;
}

/** A fresh one, without delays. */
export async function startAwsTwin(): Promise<AwsTwin> {
  const steered = await startSteeredTwin(awsEstate());
  const { twin } = steered;
  const calls: string[] = [];
  const wire = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const target = request.headers["x-amz-target"];
    const operation =
      target === undefined
        ? `ec2:${new URLSearchParams(text).get("Action")}`
        : `directconnect:${String(target).split(".")[1]}`;
    calls.push(operation);
    lab.before(operation);
    const { authorization = "", "content-type": type = "" } = request.headers;
    const answer = await fetch(`${twin.apiUrl}${request.url}`, {
      method: "POST",
      headers: { authorization, "content-type": type, ...(target && { "x-amz-target": String(target) }) },
      body: text,
    }).catch(() => undefined);
    if (answer && !lab.isLost(operation)) await passOn(response, answer);
    else response.destroy();
  }).listen(0, "127.0.0.1");
  await once(wire, "listening");
  const lab: AwsTwin = {
    ...steered,
    url: `http://127.0.0.1:${(wire.address() as AddressInfo).port}`,
    calls,
    isLost: () => false,
    before: () => undefined,
    async close() {
      wire.closeAllConnections();
      wire.close();
      await twin.close();
    },
  };
  return lab;
}

/** A fresh one for each test of a file, which is where the SDKs find AWS. */
export function awsTwinForEachTest(): () => AwsTwin {
  let lab: AwsTwin;
  beforeEach(async () => {
    lab = await startAwsTwin();
    vi.stubEnv("AWS_ENDPOINT_URL_EC2", lab.url);
    vi.stubEnv("AWS_ENDPOINT_URL_DIRECT_CONNECT", lab.url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await lab.close();
  });
  return () => lab;
}

async function passOn(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
  response.end(await answer.text());
}
