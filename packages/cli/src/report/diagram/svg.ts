import { type Names, namesOf } from "../names.ts";
import { xmlText } from "../plain.ts";
import type { Report } from "../report.ts";
import { counted } from "../words.ts";
import { buildGraph } from "./build-graph.ts";
import type { DiagramEdge, DiagramGraph, DiagramNode } from "./graph.ts";
import { badgeWidthPx, cloudLabel, edgeBadges, edgeLines, edgeWidthPx, nodeLines, regionLabel } from "./labels.ts";
import { type Layout, layOut, type Point } from "./layout.ts";
import { LEGEND_HEIGHT_PX, LEGEND_WIDTH_PX, legend } from "./legend.ts";
import { diagramStyle } from "./style.ts";
import { edgeTitle, nodeTitle } from "./titles.ts";

const MARGIN_PX = 24;
const HEAD_PX = 64;

/** A drawing of the estate by cloud and Region: self-contained SVG, the same for the same report, readable in light and dark. */
export async function renderSvg(report: Report): Promise<string> {
  const graph = buildGraph(report);
  const layout = await layOut(graph);
  const width = Math.ceil(Math.max(layout.width, LEGEND_WIDTH_PX) + 2 * MARGIN_PX);
  const height = Math.ceil(HEAD_PX + layout.height + LEGEND_HEIGHT_PX + 2 * MARGIN_PX);
  const { topology, summary } = report;
  const names = namesOf(topology);
  const told = [
    counted(summary.connections, "connection"),
    counted(summary.networks, "network"),
    counted(summary.resources, "resource"),
    ...(summary.gaps > 0 ? [`${counted(summary.gaps, "look")} failed: the picture has holes`] : []),
  ].join(" · ");
  const left = MARGIN_PX + Math.max(0, (width - 2 * MARGIN_PX - layout.width) / 2);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" class="sky" role="img" aria-labelledby="sky-title sky-desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="sky-title">Network of ${xmlText(topology.estate, 80)}</title>`,
    `<desc id="sky-desc">${told}</desc>`,
    `<style>${diagramStyle}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="heading" x="${MARGIN_PX}" y="44">${xmlText(topology.estate, 60)}</text>`,
    `<text class="muted" x="${MARGIN_PX}" y="64">${told}</text>`,
    `<g transform="translate(${round(left)} ${HEAD_PX + MARGIN_PX})">`,
    ...places(layout, graph),
    ...graph.attachments.map((_, index) => path(`a${index}`, layout, 'class="attachment"')),
    ...graph.edges.map((edge) => edgeCurve(edge, layout, names)),
    ...graph.nodes.map((node) => nodeBox(node, layout, names)),
    ...graph.edges.map((edge) => edgeLabel(edge, layout, names)),
    "</g>",
    ...(graph.nodes.length === 0
      ? [`<text class="muted" x="${MARGIN_PX}" y="${HEAD_PX + MARGIN_PX + 16}">No network or link was seen.</text>`]
      : []),
    legend(MARGIN_PX, height - LEGEND_HEIGHT_PX - MARGIN_PX / 2),
    "</svg>",
  ].join("\n")}\n`;
}

const CLOUDS = new Set(["aws", "azure", "gcp", "oci", "onprem"]);

function places({ clouds, regions }: Layout, { idleGateways }: DiagramGraph): string[] {
  const idle = new Map(idleGateways.map(({ place, count }) => [`${place.cloud}\n${place.regionId}`, count]));
  return [
    ...clouds.map(
      ({ cloud, x, y, width, height }) =>
        `<rect class="cloud-${CLOUDS.has(cloud) ? cloud : "other"}" x="${x}" y="${y}" width="${width}" height="${height}" rx="12"/><text class="cloud-name" x="${x + 14}" y="${y + 26}">${xmlText(cloudLabel(cloud))}</text>`,
    ),
    ...regions.map(({ cloud, regionId, x, y, width, height }) => {
      const count = idle.get(`${cloud}\n${regionId}`);
      return `<rect class="region" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/><text class="region-name" x="${x + 12}" y="${y + 21}">${xmlText(regionLabel(regionId))}${count === undefined ? "" : `<tspan class="muted" dx="6" font-weight="400">+ ${counted(count, "idle gateway")}</tspan>`}</text>`;
    }),
  ];
}

function nodeBox(node: DiagramNode, { nodes }: Layout, names: Names): string {
  const box = nodes.get(node.id);
  if (box === undefined) return "";
  const { x, y, width, height } = box;
  const shape = node.kind === "gateway" ? "gateway" : node.kind === "unseen" ? "unseen" : "box";
  const middle = round(x + width / 2);
  return [
    `<g><title>${nodeTitle(node, names)}</title>`,
    `<rect class="${shape}${node.isSinglePoint ? " alone" : ""}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${node.kind === "gateway" ? 16 : 6}"/>`,
    ...nodeLines(node).map(
      (line, index) =>
        `<text class="${index === 0 ? "name" : "muted"}" x="${middle}" y="${round(y + 20 + index * 16)}" text-anchor="middle">${xmlText(line)}</text>`,
    ),
    "</g>",
  ].join("");
}

const edgeCurve = (edge: DiagramEdge, layout: Layout, names: Names): string =>
  `<g><title>${edgeTitle(edge, names)}</title>${path(edge.id, layout, `class="edge ${edge.status}${edge.isDeclared ? "" : " undeclared"}" stroke-width="${edgeWidthPx(edge)}"`)}</g>`;

function path(id: string, { curves }: Layout, attributes: string): string {
  const [start, ...rest] = curves.get(id) ?? [];
  if (start === undefined) return "";
  const pieces = rest.flatMap((_, index) => (index % 3 === 0 ? [rest.slice(index, index + 3)] : []));
  return `<path ${attributes} d="M${at(start)}${pieces.map((piece) => `C${piece.map(at).join(" ")}`).join("")}"/>`;
}

const at = ({ x, y }: Point): string => `${x} ${y}`;
const round = (px: number): number => Math.round(px * 10) / 10;

function edgeLabel(edge: DiagramEdge, { labels }: Layout, names: Names): string {
  const box = labels.get(edge.id);
  if (box === undefined) return "";
  const { x, y, width, height } = box;
  const middle = round(x + width / 2);
  const lines = edgeLines(edge);
  const badges = edgeBadges(edge);
  const widths = badges.map(badgeWidthPx);
  let left = middle - widths.reduce((total, one) => total + one + 4, -4) / 2;
  const top = round(y + 4 + lines.length * 14);
  return [
    `<g><title>${edgeTitle(edge, names)}</title><rect class="plate" x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/>`,
    ...lines.map(
      (line, index) =>
        `<text class="${index === 0 ? `${edge.status}-text` : "muted"}" ${index === 0 ? 'font-weight="600" ' : ""}x="${middle}" y="${round(y + 13 + index * 14)}" text-anchor="middle">${xmlText(line)}</text>`,
    ),
    ...badges.map((badge, index) => {
      const from = left;
      const one = widths[index] ?? 0;
      left += one + 4;
      return `<rect class="badge-${badge}" x="${round(from)}" y="${top}" width="${one}" height="15" rx="7.5"/><text class="badge on-badge" x="${round(from + one / 2)}" y="${round(top + 11)}" text-anchor="middle">${badge}</text>`;
    }),
    "</g>",
  ].join("");
}
