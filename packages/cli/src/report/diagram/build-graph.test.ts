import { Finding, type SeenGateway, type Topology } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aGateway, aNetwork } from "../../../../../test/support/sightings.ts";
import { aLink, aTopology, places } from "../../../../../test/support/topologies.ts";
import { summarize } from "../summarize.ts";
import { buildGraph } from "./build-graph.ts";

const { aws, azure, dc } = places;
const graphOf = (topology: Topology, findings: readonly Finding[] = []) =>
  buildGraph({ topology, findings, summary: summarize(topology, findings) });
const finding = (rule: Finding["rule"], ...subjects: string[]) =>
  Finding.parse({
    id: `${rule}:${subjects[0]}`,
    rule,
    severity: "high",
    title: "",
    subjects,
    evidence: ["e"],
    flowIds: [],
    todo: "",
  });

describe("cli/report/diagram/build-graph", () => {
  it("links between the same boxes that look the same are one edge, with the worst state of them", () => {
    const { edges } = graphOf(
      aTopology([
        aLink({ id: "a", from: aws, to: azure }),
        aLink({ id: "b", from: azure, to: aws, status: "degraded" }),
        aLink({ id: "c", from: aws, to: azure, status: "down" }),
        aLink({ id: "d", from: aws, to: dc, status: "unknown" }),
        aLink({ id: "e", from: aws, to: dc }),
      ]),
    );

    expect(edges.map(({ members, status }) => [members.map(({ id }) => id).join(""), status]).toSorted()).toEqual([
      ["abc", "down"],
      ["de", "unknown"],
    ]);
  });

  it("what looks different stays apart: kind, inventory, zombies and single points of failure", () => {
    const { edges, nodes } = graphOf(
      aTopology([
        aLink({ id: "vpn", from: aws, to: dc }),
        aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect" }),
        aLink({ id: "unwritten", from: aws, to: dc, isDeclared: false }),
        aLink({ id: "idle", from: aws, to: dc }),
        aLink({ id: "only", from: aws, to: dc }),
      ]),
      [finding("zombie", "idle"), finding("single-point-of-failure", "only", "aws/tgw")],
    );

    expect(edges).toHaveLength(5);
    expect(edges.filter(({ isZombie }) => isZombie).flatMap(({ members }) => members.map(({ id }) => id))).toEqual([
      "idle",
    ]);
    expect(
      edges.filter(({ isSinglePoint }) => isSinglePoint).flatMap(({ members }) => members.map(({ id }) => id)),
    ).toEqual(["only"]);
    expect(edges.filter(({ isDeclared }) => !isDeclared)).toHaveLength(1);
    expect(nodes.filter(({ isSinglePoint }) => isSinglePoint)).toHaveLength(1);
  });

  it("links among the networks of one box are told in it", () => {
    const networks = Array.from({ length: 20 }, (_, index) => aNetwork({ key: `aws/vpc-${index}` }));
    const { edges, nodes } = graphOf(
      aTopology(
        [aLink({ id: "peer", from: ["aws/vpc-1", "aws/vpc-1"], to: ["aws/vpc-2", "aws/vpc-2"], kind: "peering" })],
        { networks, gateways: [] },
      ),
    );

    expect(edges).toEqual([]);
    expect(nodes.map(({ inside }) => inside.length)).toEqual([1]);
  });

  it("the few networks of a small estate have a box each, and hang at their gateways", () => {
    const { nodes, attachments } = graphOf(aTopology([]));

    expect(nodes.map(({ kind }) => kind)).toEqual([
      "gateway",
      "gateway",
      "gateway",
      "networks",
      "networks",
      "networks",
    ]);
    expect(attachments).toHaveLength(3);
  });

  it("many gateways of one kind in a Region are one box, few are apart", () => {
    const boxes = (count: number) => {
      const gateways = Array.from({ length: count }, (_, index) =>
        aGateway({ key: `aws/r${index}`, networkKeys: ["aws/vpc"] }),
      );
      return graphOf(aTopology([], { gateways })).nodes.filter(({ kind }) => kind === "gateway").length;
    };

    expect([boxes(3), boxes(50)]).toEqual([3, 1]);
  });

  it.each<SeenGateway["kind"]>(["internet-gateway", "nat-gateway"])(
    "a %s is counted and not drawn, unless a link ends at it",
    (kind) => {
      const gateways = [aGateway({ key: "aws/tgw", kind, networkKeys: ["aws/vpc"] })];
      const drawn = ({ nodes }: ReturnType<typeof graphOf>) => nodes.some((node) => node.kind === "gateway");
      const quiet = graphOf(aTopology([], { gateways }));
      const used = graphOf(aTopology([aLink({ id: "a", from: aws, to: dc })], { gateways }));

      expect([drawn(quiet), quiet.idleGateways.map(({ count }) => count)]).toEqual([false, [1]]);
      expect([drawn(used), used.idleGateways]).toEqual([true, []]);
    },
  );

  it("ends that nobody saw are one box for each box they are reached from", () => {
    const out = (id: string, from: readonly [string, string], at: string) => aLink({ id, from, to: [at, at] });
    const { nodes, edges } = graphOf(
      aTopology([
        out("a", aws, "onprem/198.51.100.9"),
        out("b", aws, "onprem/198.51.100.2"),
        out("c", azure, "onprem/198.51.100.3"),
        out("d", ["onprem/203.0.113.1", "x"], "onprem/203.0.113.2"),
      ]),
    );

    expect(nodes.flatMap((node) => (node.kind === "unseen" ? [node.keys] : []))).toEqual([
      ["onprem/203.0.113.1", "onprem/203.0.113.2"],
      ["onprem/198.51.100.2", "onprem/198.51.100.9"],
      ["onprem/198.51.100.3"],
    ]);
    expect(edges.map(({ members }) => members.length)).toEqual([2, 1]);
  });

  it("ids of boxes and edges are made here, whatever the keys are", () => {
    const key = 'aws/x"]; n9 [label="';
    const graph = graphOf(
      aTopology([aLink({ id: 'l"]', from: [key, key], to: dc })], {
        gateways: [aGateway({ key, networkKeys: [key] })],
      }),
    );

    const ids = [
      ...graph.nodes.map(({ id }) => id),
      ...graph.edges.flatMap(({ id, from, to }) => [id, from, to]),
      ...graph.attachments.flatMap(({ from, to }) => [from, to]),
    ];
    expect(ids.length).toBeGreaterThan(4);
    expect(ids.filter((id) => !/^[ne]\d+$/.test(id))).toEqual([]);
  });
});
