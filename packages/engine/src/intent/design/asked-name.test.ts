import type { ProvisionStep } from "@skylane/core";
import { describe, expect, it } from "vitest";
import {
  anIntent,
  aService,
  connectWorld,
  nativeIdOf,
  type Place,
  placesTopology,
} from "../../../../../test/support/connect-worlds.ts";
import { type AskedName, askedHost, nameNeed } from "./asked-name.ts";
import { designConnections } from "./index.ts";

const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };
const dc: Place = { cloud: "onprem", regionId: "dc1", n: 3 };
const usc1: Place = { cloud: "gcp", regionId: "us-central1", n: 4 };
const HOST = "erp.dc.corp.internal";
const ERP_IP = "10.3.1.20";

const designOf = (from: Place, name: AskedName | undefined, made: readonly ProvisionStep[] = [], to: Place = dc) => {
  const erp = aService(to, 20, { dnsName: name?.host ?? HOST });
  const one = { ...anIntent("one", aService(from, 10), erp), name };
  const { steps, notes, issues } = designConnections([one], connectWorld(placesTopology([from, to]), { made }));
  expect(issues).toEqual([]);
  const named = steps.filter(({ resource }) => /zone|record/.test(resource));
  return { steps: named, notes, desired: named.map(({ resource, desired }) => ({ resource, desired })) };
};

describe("engine/intent/design/asked-name", () => {
  it("is the host that the request says, in any case, and no other", () => {
    const erp = { dnsName: "ERP.dc.corp.internal" };
    const said = (text: string) => askedHost({ text, answers: {} }, erp);

    expect(said("Connect carts to Erp.DC.corp.internal, please")).toBe(HOST);
    expect(said("Connect carts to erp")).toBeUndefined();
    expect(
      askedHost({ slots: { destination: { name: HOST }, requirements: { compliance: [] } }, answers: {} }, erp),
    ).toBe(HOST);
    expect(askedHost({ text: "Connect carts to the ERP", answers: { destination: HOST } }, erp)).toBe(HOST);
    expect(askedHost({ text: "Connect carts to erp", answers: {} }, {})).toBeUndefined();
    expect(askedHost({ text: "Connect carts to erp", answers: {} }, { dnsName: "" })).toBeUndefined();
  });

  it.each<[string, AskedName, ReturnType<typeof nameNeed>]>([
    ["the resolver knows", { host: HOST, addresses: [ERP_IP] }, { kind: "known" }],
    ["the resolver does not know", { host: HOST, addresses: [] }, { kind: "missing" }],
    ["leads elsewhere", { host: HOST, addresses: ["10.9.9.9"] }, { kind: "missing", hides: "an answer" }],
    [
      "leads there and elsewhere",
      { host: HOST, addresses: [ERP_IP, "10.9.9.9"] },
      { kind: "missing", hides: "an answer" },
    ],
    ["is for inside use, and nobody could ask", { host: HOST }, { kind: "missing" }],
    [
      "may be public, and nobody could ask",
      { host: "erp.corp.example.com" },
      { kind: "missing", hides: "maybe an answer" },
    ],
    ["RDS tells all the world", { host: "db.c1.us-east-1.rds.amazonaws.com" }, { kind: "known" }],
  ])("makes a name that %s as is needed", (_, name, need) => {
    expect(nameNeed(name, ERP_IP)).toEqual(need);
  });

  it.each<[string, Place, object, object]>([
    ["Route 53", use1, { name: HOST, vpcId: "vpc-1" }, { name: HOST }],
    ["Azure", eastus, { name: HOST, vnetIds: [nativeIdOf(eastus)], resourceGroup: "rg-2" }, { name: "@" }],
    ["Cloud DNS", usc1, { dnsName: HOST, networks: [nativeIdOf(usc1)] }, { name: HOST }],
  ])(
    "makes in %s a zone of that one name with its address, for the source's network alone",
    (_, from, zone, record) => {
      const { desired, notes } = designOf(from, { host: HOST, addresses: [] });

      expect(desired).toMatchObject([
        { resource: `${from.cloud}.private-zone`, desired: zone },
        { resource: `${from.cloud}.dns-record`, desired: { ...record, type: "A", values: [ERP_IP], ttlSeconds: 60 } },
      ]);
      expect(notes).toEqual([]);
    },
  );

  it("makes nothing where nobody says a host name, or the resolver knows it", () => {
    expect(designOf(use1, undefined).steps).toEqual([]);
    expect(designOf(use1, { host: HOST, addresses: [ERP_IP] }).steps).toEqual([]);
  });

  it("keeps what another run has made of a name, for as long as somebody needs it", () => {
    const first = designOf(use1, { host: HOST, addresses: [] });
    const second = designOf(use1, { host: HOST, addresses: [ERP_IP] }, first.steps);

    expect(second.desired).toEqual(first.desired);
    expect(second.notes).toEqual([]);
  });

  it.each([
    [
      "hides another answer",
      use1,
      { host: HOST, addresses: ["203.0.113.7"] },
      /leads to 203\.0\.113\.7 in aws us-east-1 today/,
    ],
    ["may hide a public name", eastus, { host: "erp.corp.example.com" }, /nobody could ask .*erp\.corp\.example\.com/],
    ["is not ours to make", dc, { host: HOST, addresses: [] }, /resolver of onprem dc1 is not Skylane's.*10\.1\.1\.20/],
    ["is no name for a zone", use1, { host: "erp", addresses: [] }, /erp cannot be a zone/],
  ] as const)("says in the preview that a name %s", (_, from, name, note) => {
    const { notes } = designOf(from, name, [], from === dc ? use1 : dc);

    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it("leads one name to one address: of two connections that would have it differ the first has it, and the second is told", () => {
    const erps = [20, 21].map((host) => aService(dc, host));
    const intents = erps.map((erp, i) => ({
      ...anIntent(`n${i}`, aService(use1, 10), erp),
      name: { host: HOST, addresses: [] },
    }));
    const { steps, notes } = designConnections(intents, connectWorld(placesTopology([use1, dc])));

    expect(steps.filter(({ resource }) => resource === "aws.dns-record").map(({ desired }) => desired.values)).toEqual([
      [ERP_IP],
    ]);
    expect(notes).toEqual([
      expect.stringMatching(/leads to 10\.3\.1\.20 in aws us-east-1 for another.*use 10\.3\.1\.21/),
    ]);
  });

  it("links one Azure zone with each VNet of a resource group that asks for the name", () => {
    const twin: Place = { ...eastus, n: 6 };
    const topology = placesTopology([eastus, twin, dc]);
    const inOneGroup = JSON.parse(JSON.stringify(topology).replaceAll("rg-6", "rg-2"));
    const name = { host: HOST, addresses: [] };
    const intents = [eastus, twin].map((place) => ({
      ...anIntent(
        `n${place.n}`,
        JSON.parse(JSON.stringify(aService(place, 10)).replaceAll("rg-6", "rg-2")),
        aService(dc, 20),
      ),
      name,
    }));
    const { steps } = designConnections(intents, connectWorld(inOneGroup));
    const zones = steps.filter(({ resource }) => resource === "azure.private-zone");

    expect(zones).toHaveLength(1);
    expect(zones[0]?.desired.vnetIds).toHaveLength(2);
  });
});
