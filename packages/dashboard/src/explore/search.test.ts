import type { TopologyView } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aNetwork, aSighting } from "../../../../test/support/sightings.ts";
import { aLink, aTopology, places } from "../../../../test/support/topologies.ts";
import { indexEstate } from "./estate-index.ts";
import { isFiltering, shownConnections } from "./filter.ts";
import { search, searchable } from "./search.ts";
import { litKeys, selectionOf } from "./selection.ts";

const dx = aLink({
  id: "dx",
  from: places.aws,
  to: places.dc,
  kind: "direct-connect",
  sightings: [aSighting({ key: "aws/dxvif-1", at: places.aws[0], name: "blue line", tags: { team: "net-ops" } })],
});
const vpn = aLink({ id: "vpn", from: places.azure, to: places.dc, status: "down", isDeclared: false });
const finding: TopologyView["findings"][number] = {
  id: "zombie:vpn",
  rule: "zombie",
  severity: "medium",
  title: "VPN that carries nothing",
  subjects: ["vpn"],
  evidence: ["0 bytes"],
  flowIds: [],
  todo: "retire it",
  plan: [],
};
const topology = aTopology([dx, vpn], {
  networks: [...aTopology([]).networks, aNetwork({ key: "gcp/n", name: "dx", cidrs: ["10.77.0.0/16"] })],
});
const index = indexEstate({ topology, findings: [finding], places: [] });
const found = (query: string) => search(searchable(index), query).map(({ key }) => key);

describe("dashboard/explore/search", () => {
  it.each([
    ["a name", "blue", ["dx"]],
    ["an id of a cloud", "dxvif-1", ["dx"]],
    ["a tag", "net-ops", ["dx"]],
    ["a state", "down", ["vpn"]],
    ["a rule of the audit", "zombie", ["zombie:vpn", "vpn"]],
    ["an address in a range", "10.77.3.4", ["gcp/n"]],
    ["words that must all be there", "direct nothing-like-it", []],
    ["nothing", "  ", []],
  ])("finds by %s", (_, query, keys) => {
    expect(found(query)).toEqual(expect.arrayContaining(keys));
    if (keys.length === 0) expect(found(query)).toEqual([]);
  });

  it("puts what is called exactly so first", () => {
    expect(found("dx").slice(0, 2).sort()).toEqual(["dx", "gcp/n"]);
  });

  it("is not led astray by text from outside that looks like a pattern", () => {
    expect(found(".*")).toEqual([]);
    expect(found("(")).toEqual([]);
  });
});

describe("dashboard/explore/filter", () => {
  const all = { states: [], undeclaredOnly: false, findingsOnly: false };
  const shown = (filter: Partial<typeof all> & { states?: ("down" | "up")[] }) =>
    shownConnections(index, { ...all, ...filter }).map(({ id }) => id);

  it("leaves what fits every filter that is set", () => {
    expect(shown({})).toEqual(["dx", "vpn"]);
    expect(shown({ states: ["down"] })).toEqual(["vpn"]);
    expect(shown({ undeclaredOnly: true })).toEqual(["vpn"]);
    expect(shown({ findingsOnly: true })).toEqual(["vpn"]);
    expect(shown({ states: ["up"], undeclaredOnly: true })).toEqual([]);
    expect(isFiltering(all)).toBe(false);
    expect(isFiltering({ ...all, findingsOnly: true })).toBe(true);
  });
});

describe("dashboard/explore/selection", () => {
  it("knows what a key of the address means, and what no longer is", () => {
    expect(selectionOf(index, "dx")).toMatchObject({ what: "connection" });
    expect(selectionOf(index, "aws/vpc")).toMatchObject({ what: "network" });
    expect(selectionOf(index, "aws/tgw")).toMatchObject({ what: "gateway" });
    expect(selectionOf(index, "zombie:vpn")).toMatchObject({ what: "finding" });
    expect(selectionOf(index, "aws:us-east-1")).toMatchObject({ what: "place" });
    expect(selectionOf(index, "<script>")).toEqual({ what: "nothing", key: "<script>" });
  });

  it("lights a link with both its ends, and what a finding is about", () => {
    expect([...litKeys(index, selectionOf(index, "dx"))].sort()).toEqual(["aws/tgw", "dx", "onprem/r1"]);
    expect(litKeys(index, selectionOf(index, "zombie:vpn")).has("vpn")).toBe(true);
  });
});
