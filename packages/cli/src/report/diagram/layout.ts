import type { Graphviz } from "@hpcc-js/wasm-graphviz";
import * as z from "zod";
import { by } from "../order.ts";
import type { DiagramGraph, DiagramNode } from "./graph.ts";
import { cloudLabel, edgeLabelSizePx, nodeSizePx, regionLabel } from "./labels.ts";
import { textWidthPx } from "./text-size.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where Graphviz puts everything; px, y grows downward, from 0,0. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly clouds: readonly (Box & { readonly cloud: string })[];
  readonly regions: readonly (Box & { readonly cloud: string; readonly regionId: string })[];
  readonly nodes: ReadonlyMap<string, Box>;
  /** Points of a cubic Bézier curve: a start, then three for each piece. */
  readonly curves: ReadonlyMap<string, readonly Point[]>;
  readonly labels: ReadonlyMap<string, Box>;
}

/**
 * Among more lines than this Graphviz often finds no way for a curve, and a thousand take it minutes. Straight lines it always
 * finds, and soon if it may stop looking for shorter ones.
 */
const CURVES_AT_MOST = 80;

/** Lays a graph out with Graphviz in WebAssembly. What it is told holds numbers and ids made here, no text from outside. */
export async function layOut(graph: DiagramGraph): Promise<Layout> {
  const clusters = clustersOf(graph.nodes);
  // one instance for the process: loading compiles WebAssembly, and each layout clears it
  graphviz ??= import("@hpcc-js/wasm-graphviz").then((module) => module.Graphviz.load());
  const engine = await graphviz;
  const laid = (areCurved: boolean) =>
    Laid.parse(JSON.parse(engine.layout(dotOf(graph, clusters, areCurved), "json", "dot")));
  const first = laid(graph.edges.length + graph.attachments.length <= CURVES_AT_MOST);
  const isWhole = first.edges.every(({ pos }) => pos !== undefined);
  return placed(isWhole ? first : laid(false), graph, clusters);
}
let graphviz: Promise<Graphviz> | undefined;

interface Clusters {
  readonly clouds: readonly { readonly cloud: string; readonly regionIds: readonly string[] }[];
}

function clustersOf(nodes: readonly DiagramNode[]): Clusters {
  const clouds = Map.groupBy(
    nodes.flatMap(({ place }) => place ?? []),
    ({ cloud }) => cloud,
  );
  return {
    clouds: [...clouds]
      .map(([cloud, places]) => ({ cloud, regionIds: [...new Set(places.map(({ regionId }) => regionId))].toSorted() }))
      .toSorted(by(({ cloud }) => cloud)),
  };
}

/** Only numbers and ids: see `layOut`. */
export function dotOf(graph: DiagramGraph, { clouds }: Clusters, areCurved: boolean): string {
  const at = (cloud?: string, regionId?: string) =>
    graph.nodes.filter(({ place }) => place?.cloud === cloud && place?.regionId === regionId);
  const cloudOf = new Map(graph.nodes.map(({ id, place }) => [id, place?.cloud]));
  return [
    "graph g {",
    `graph [rankdir=LR, nodesep=0.28, ranksep=0.4, splines=${areCurved ? "true" : "line, nslimit=1, nslimit1=1, mclimit=0.2"}, newrank=false, fontsize=1, labeljust=l, margin=0, remincross=true]`,
    'node [shape=box, fixedsize=true, label=""]',
    "edge [fontsize=1]",
    ...clouds.flatMap(({ cloud, regionIds }, c) => [
      `subgraph cluster_c${c} {`,
      `graph [margin=14, label=${sized(textWidthPx(cloudLabel(cloud), 16), 22)}]`,
      ...regionIds.flatMap((regionId, r) => [
        `subgraph cluster_c${c}_r${r} {`,
        `graph [margin=12, label=${sized(textWidthPx(regionLabel(regionId), 12) + 90, 18)}]`,
        ...at(cloud, regionId).map(nodeText),
        "}",
      ]),
      "}",
    ]),
    ...at().map(nodeText),
    ...graph.attachments.map(({ from, to }, index) => `${from} -- ${to} [id=a${index}, weight=8]`),
    ...graph.edges.map((edge) => {
      const { width, height } = edgeLabelSizePx(edge);
      const isWithin = cloudOf.get(edge.from) === cloudOf.get(edge.to);
      return `${edge.from} -- ${edge.to} [id=${edge.id}, label=${sized(width, height)}, weight=${isWithin ? 3 : 1}]`;
    }),
    "}",
  ].join("\n");
}

const nodeText = (node: DiagramNode): string => {
  const { width, height } = nodeSizePx(node);
  return `${node.id} [width=${inches(width)}, height=${inches(height)}]`;
};
const inches = (px: number): string => (px / 72).toFixed(3);
/** A label that only takes room. */
const sized = (width: number, height: number): string =>
  `<<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="${Math.ceil(width)}" HEIGHT="${Math.ceil(height)}"><TR><TD></TD></TR></TABLE>>`;

/** What Graphviz answers, as far as it is used. */
const Laid = z.object({
  bb: z.string(),
  objects: z.array(z.object({ name: z.string(), bb: z.string().optional(), pos: z.string().optional() })).default([]),
  edges: z.array(z.object({ id: z.string(), pos: z.string().optional(), lp: z.string().optional() })).default([]),
});

function placed(laid: z.infer<typeof Laid>, graph: DiagramGraph, { clouds }: Clusters): Layout {
  const [left = 0, bottom = 0, right = 0, top = 0] = numbers(laid.bb);
  const point = (x = 0, y = 0): Point => ({ x: rounded(x - left), y: rounded(top - y) });
  const boxes = new Map(
    laid.objects.flatMap(({ name, bb }) => {
      if (bb === undefined) return [];
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = numbers(bb);
      return [[name, { ...point(x1, y2), width: rounded(x2 - x1), height: rounded(y2 - y1) }] as const];
    }),
  );
  const around = (text: string, { width, height }: { width: number; height: number }): Box => {
    const center = point(...(numbers(text) as [number, number]));
    return { x: rounded(center.x - width / 2), y: rounded(center.y - height / 2), width, height };
  };
  const positions = new Map(laid.objects.map(({ name, pos }) => [name, pos]));
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  return {
    width: rounded(right - left),
    height: rounded(top - bottom),
    clouds: clouds.flatMap(({ cloud }, c) => {
      const box = boxes.get(`cluster_c${c}`);
      return box === undefined ? [] : { ...box, cloud };
    }),
    regions: clouds.flatMap(({ cloud, regionIds }, c) =>
      regionIds.flatMap((regionId, r) => {
        const box = boxes.get(`cluster_c${c}_r${r}`);
        return box === undefined ? [] : { ...box, cloud, regionId };
      }),
    ),
    nodes: new Map(
      graph.nodes.flatMap((node) => {
        const pos = positions.get(node.id);
        return pos === undefined ? [] : [[node.id, around(pos, nodeSizePx(node))] as const];
      }),
    ),
    curves: new Map(
      laid.edges.map(({ id, pos = "" }) => [
        id,
        pos === "" ? [] : pos.split(" ").map((pair) => point(...(numbers(pair) as [number, number]))),
      ]),
    ),
    labels: new Map(
      laid.edges.flatMap(({ id, lp }) => {
        const edge = edges.get(id);
        return lp === undefined || edge === undefined ? [] : [[id, around(lp, edgeLabelSizePx(edge))] as const];
      }),
    ),
  };
}

const numbers = (text: string): number[] => text.split(",").map(Number);
const rounded = (px: number): number => Math.round(px * 10) / 10;
