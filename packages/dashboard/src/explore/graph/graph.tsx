import { gatewayKindNames } from "@skylane/core";
import { memo, useMemo } from "react";
import { cutOff, plain } from "../../shell/plain-text.ts";
import { type Address, writeAddress } from "../address.ts";
import { ELSEWHERE, type EstateIndex, nameOf } from "../estate-index.ts";
import type { Layer } from "../layers/scale.ts";
import { commonMark, markText } from "../time/marks.ts";
import { cloudName, counted } from "../words.ts";
import { shownBundle } from "./bundle.ts";
import type { DrawnNode, DrawnPlace, Graph } from "./drawn.ts";
import { EdgeLine, EdgeMarks } from "./edge-line.tsx";
import { pathOf } from "./geometry.ts";
import { layOut } from "./lay-out.ts";
import { placeLabels } from "./place-labels.ts";

interface Shown {
  readonly index: EstateIndex;
  readonly address: Address;
  /** Ids of the connections that the filter leaves. */
  readonly shown: ReadonlySet<string>;
  /** Keys of what is chosen and what it touches; empty = nothing is chosen. */
  readonly lit: ReadonlySet<string>;
  /** What lines tell; absent = their states. */
  readonly layer?: Layer | undefined;
}

/** The estate as clouds, places, and what joins them. Each box and line is a link to itself. */
export const GraphPicture = memo(function GraphPicture({
  open,
  ...rest
}: Shown & { readonly open: ReadonlySet<string> }) {
  const { index, shown, lit, layer } = rest;
  const graph = useMemo(() => layOut(index, open), [index, open]);
  const edges = useMemo(
    () =>
      graph.edges
        .map((edge) => shownBundle(edge, { index, shown, lit, layer }))
        .filter((edge) => edge !== undefined)
        // what matters more is drawn over the rest
        .sort((a, b) => Number(a.isLit) - Number(b.isLit) || (a.reading?.step ?? -1) - (b.reading?.step ?? -1)),
    [graph, index, shown, lit, layer],
  );
  const labels = useMemo(
    () =>
      placeLabels(
        edges.toReversed().map(({ key, curves, mark }) => ({ key, curves, text: mark })),
        graph.nodes,
      ),
    [edges, graph],
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing
    <svg
      viewBox={`0 0 ${graph.width} ${graph.height}`}
      className={lit.size > 0 ? "estate choosing" : "estate"}
      aria-label={`${counted(index.places.length, "place")}, ${counted(shown.size, "connection")} shown`}
      role="group"
    >
      {graph.clouds.map((cloud) => (
        <g key={cloud.cloud} className="cloud">
          <rect x={cloud.x} y={cloud.y} width={cloud.width} height={cloud.height} rx="12" />
          <text x={cloud.x + 14} y={cloud.y + 19}>
            {cloudName(cloud.cloud)}
          </text>
        </g>
      ))}
      {graph.places.map((place) => (
        <PlaceBox key={place.place.id} place={place} {...rest} />
      ))}
      {graph.attachments.map(({ gatewayKey, nodeKey, curves }) => (
        <path key={`${gatewayKey}|${nodeKey}`} d={pathOf(curves)} className="attachment" />
      ))}
      {edges.map((edge) => (
        <EdgeLine key={edge.key} edge={edge} address={rest.address} />
      ))}
      <EdgeMarks edges={edges} labels={labels} />
      {graph.nodes.map((node) => (
        <NodeBox key={node.key} node={node} graph={graph} {...rest} />
      ))}
    </svg>
  );
});

function PlaceBox({ place: { place, canFold, isOpen, ...box }, address }: Shown & { readonly place: DrawnPlace }) {
  const others = address.open.filter((id) => id !== place.id);
  return (
    <g className={address.select === place.id ? "place chosen" : "place"}>
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="9" />
      <a
        href={writeAddress({ ...address, select: place.id })}
        aria-label={`${cloudName(place.cloud)} ${plain(place.regionId || "global")}`}
      >
        <text x={box.x + 12} y={box.y + 18} className="place-name">
          {place.cloud === ELSEWHERE ? "other ends of links" : cutOff(place.regionId || "global", 30)}
        </text>
      </a>
      {canFold && isOpen && (
        <a href={writeAddress({ ...address, open: others })}>
          <text x={box.x + box.width - 10} y={box.y + 18} textAnchor="end" className="fold-back">
            fold
          </text>
        </a>
      )}
    </g>
  );
}

function NodeBox({ node, graph, index, address, lit }: Shown & { readonly node: DrawnNode; readonly graph: Graph }) {
  const { key, kind, memberKeys, x, y, width, height, placeId } = node;
  const isFold = kind === "fold";
  const { name, sub } = isFold ? foldWords(node, graph, index) : nodeWords(key, index);
  const worst = memberKeys.flatMap((member) => index.findingsOn.get(member) ?? [])[0];
  const became = commonMark(memberKeys, index.marks);
  const sign = markText(memberKeys, index.marks);
  const href = isFold
    ? writeAddress({ ...address, open: [...new Set([...address.open, placeId])].sort() })
    : writeAddress({ ...address, select: key });
  const classes = [
    "thing",
    kind,
    memberKeys.some((member) => lit.has(member)) ? "lit" : "",
    address.select === key ? "chosen" : "",
    index.networkByKey.get(key)?.isDeclaredOnly ? "declared-only" : "",
    became ?? "",
  ];
  return (
    <a
      href={href}
      className={classes.join(" ")}
      aria-label={`${isFold ? `${name}: unfold` : `${plain(name)}, ${sub}`}${became ? `, ${became}` : ""}`}
    >
      <title>{`${plain(name)}\n${sub}${isFold ? "\nclick to unfold" : ""}`}</title>
      {isFold && <rect x={x + 4} y={y + 4} width={width} height={height} rx="7" className="behind" />}
      <rect x={x} y={y} width={width} height={height} rx={kind === "gateway" ? 14 : 7} />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: the link around it is what is focused, and says more */}
      <g aria-hidden="true">
        <text x={x + 11} y={y + height / 2 - 3} className="thing-name">
          {cutOff(name, worst ? 18 : 20)}
        </text>
        <text x={x + 11} y={y + height / 2 + 12} className="thing-sub">
          {cutOff(sub, 25)}
        </text>
        {worst && (
          <text x={x + width - 9} y={y + height / 2 - 3} textAnchor="end" className={`flag ${worst.severity}`}>
            ▲
          </text>
        )}
        {sign !== "" && (
          <g transform={`translate(${x},${y})`} className="change">
            <rect x={-6} y={-9} width={10 + [...sign].length * 7} height="17" rx="8.5" />
            <text x="-2" y="4">
              {sign}
            </text>
          </g>
        )}
      </g>
    </a>
  );
}

function nodeWords(key: string, index: EstateIndex): { readonly name: string; readonly sub: string } {
  const network = index.networkByKey.get(key);
  if (network)
    return {
      name: nameOf(index, key),
      sub: `${network.cidrs.map(plain).join(", ") || "no range"} · ${network.isDeclaredOnly ? "inventory only" : counted(network.endpointCount, "endpoint")}`,
    };
  const gateway = index.gatewayByKey.get(key);
  if (gateway)
    return {
      name: nameOf(index, key),
      sub: `${gatewayKindNames[gateway.kind]}${gateway.asn === undefined ? "" : ` · AS ${gateway.asn}`}`,
    };
  return { name: nameOf(index, key), sub: "other end, not seen" };
}

function foldWords({ memberKeys, key, placeId }: DrawnNode, graph: Graph, index: EstateIndex) {
  const cloud = index.placeById.get(placeId)?.cloud ?? "";
  const areNetworks = memberKeys.every((member) => index.networkByKey.has(member));
  const inside = graph.edges
    .filter(({ ends }) => ends[0] === key && ends[1] === key)
    .reduce((sum, { connections }) => sum + connections.length, 0);
  const endpointCount = memberKeys.reduce(
    (sum, member) => sum + (index.networkByKey.get(member)?.endpointCount ?? 0),
    0,
  );
  return {
    name: areNetworks
      ? counted(memberKeys.length, ...networkNames(cloud))
      : counted(memberKeys.length, "address", "addresses"),
    sub:
      [
        ...(areNetworks ? [counted(endpointCount, "endpoint")] : []),
        ...(inside > 0 ? [`${counted(inside, "link")} inside`] : []),
      ].join(" · ") || "click to unfold",
  };
}

const networkNames = (cloud: string): [string, string] =>
  cloud === "aws"
    ? ["VPC", "VPCs"]
    : cloud === "azure"
      ? ["VNet", "VNets"]
      : cloud === "oci"
        ? ["VCN", "VCNs"]
        : ["network", "networks"];
