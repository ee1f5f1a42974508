import { type ConnectionView, Overview } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { curve, layOut } from "./layout.ts";

const network = (id: string, cloud: string, regionId = "r1") => ({
  id,
  cloud,
  regionId,
  providerId: id,
  cidrs: ["10.0.0.0/16"],
});
const connection = (
  id: string,
  kind: ConnectionView["kind"],
  ends: readonly [string, string],
  pathIds: string[] = [],
) => ({
  id,
  kind,
  ends,
  bandwidthMbps: 1_000,
  isEncrypted: false,
  isPublic: false,
  state: "up",
  pathIds,
});
const drawn = (networks: unknown[], connections: unknown[]) =>
  layOut(
    Overview.pick({ networks: true, connections: true, groups: true }).parse({ networks, connections, groups: [] }),
  );

describe("dashboard/layout", () => {
  it("draws hubs, and counts the networks that hang on them", () => {
    const { nodes } = drawn(
      [network("hub", "aws"), network("spoke1", "aws"), network("spoke2", "aws"), network("dc", "onprem")],
      [
        connection("dx", "direct-connect", ["hub", "dc"], ["dx"]),
        connection("p1", "peering", ["hub", "spoke1"]),
        connection("p2", "peering", ["hub", "spoke2"]),
      ],
    );

    expect(nodes.map(({ id, spokeCount }) => [id, spokeCount])).toEqual([
      ["hub", 2],
      ["dc", 0],
    ]);
  });

  it("puts all links of two sites on one edge, whichever end they name first, from left to right", () => {
    const { edges } = drawn(
      [network("hub", "aws"), network("dc", "onprem")],
      [
        connection("dx", "direct-connect", ["hub", "dc"], ["dx"]),
        connection("vpn", "vpn", ["dc", "hub"], ["vpn"]),
        connection("old", "vpn", ["dc", "hub"]),
      ],
    );

    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({ from: { id: "hub" }, to: { id: "dc" }, otherCount: 1 });
    expect(edges[0]?.probed.map(({ id }) => id)).toEqual(["dx", "vpn"]);
  });

  it("lets no two boxes lie on one another, however many there are", () => {
    const names = Array.from({ length: 6 }, (_, i) => `n${i}`);
    const { nodes, height } = drawn(
      names.map((id) => network(id, "azure", id)),
      [],
    );

    const tops = nodes.map(({ y }) => y).sort((a, b) => a - b);
    expect(tops.every((y, i) => i === 0 || y - (tops[i - 1] ?? 0) >= 54)).toBe(true);
    expect(Math.max(...tops)).toBeLessThan(height);
  });

  it("leads lines between the outer columns through the gaps of the middle one", () => {
    const [left, middle, right] = [3, 3, 4].map((count, c) => Array.from({ length: count }, (_, i) => `n${c}-${i}`));
    const pairs = (left ?? []).flatMap((a) => (right ?? []).map((b) => [a, b] as const));
    const { nodes, edges } = drawn(
      [
        ...(left ?? []).map((id) => network(id, "aws")),
        ...(middle ?? []).map((id) => network(id, "onprem")),
        ...(right ?? []).map((id) => network(id, "azure")),
      ],
      pairs.map(([a, b]) => connection(`${a}-${b}`, "vpn", [a, b], ["p"])),
    );

    const boxes = nodes.filter(({ cloud }) => cloud === "onprem");
    expect(edges).toHaveLength(12);
    for (const { from, to, aside } of edges)
      for (const box of boxes) expect(Math.abs((from.y + to.y) / 2 + aside - box.y)).toBeGreaterThan(27);
    expect(edges.filter(({ aside }) => aside === 0).length).toBeGreaterThan(0);
  });

  it("bends a line to one side, and leaves no numbers that are none for two points in one place", () => {
    expect(curve({ x: 0, y: 0 }, { x: 100, y: 0 }, 10)).toBe("M0,0 Q50.0,20.0 100,0");
    expect(curve({ x: 5, y: 5 }, { x: 5, y: 5 }, 10)).not.toContain("NaN");
  });
});
