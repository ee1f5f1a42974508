import type { ConnectionView, Overview } from "@skylane/core";
import { useState } from "react";
import { Scroll } from "../shell/scroll.tsx";
import { curve, type Edge, layOut, type Node } from "./layout.ts";

const CLOUD_NAMES: Readonly<Record<string, string>> = {
  aws: "AWS",
  azure: "Azure",
  gcp: "GCP",
  oci: "OCI",
  onprem: "On-premises",
};

/** The estate as a picture: sites, what joins them, what is wrong, and which path carries traffic. */
export function Topology({
  overview,
  title = "Topology",
  note = "Point at a line, or tab to it, to see what it is.",
}: {
  readonly overview: Overview;
  readonly title?: string;
  /** Said below while nothing is pointed at. */
  readonly note?: string;
}) {
  const [shown, setShown] = useState<string>();
  const { nodes, edges, width, height } = layOut(overview);
  const carrying = new Set(
    overview.paths.filter(({ isCarrying }) => isCarrying).map(({ connectionId }) => connectionId),
  );
  const chosen = overview.connections.find(({ id }) => id === shown);
  return (
    <section className="card" aria-labelledby="topology-title">
      <div className="card-head">
        <h2 id="topology-title">{title}</h2>
        <Legend />
      </div>
      <Scroll label="Picture of the topology">
        <svg viewBox={`0 0 ${width} ${height}`} className="topology" role="img" aria-label={describe(overview)}>
          {edges.map((edge) => (
            <EdgeLines key={edge.key} edge={edge} carrying={carrying} shown={shown} onShow={setShown} />
          ))}
          {nodes.map((node) => (
            <NodeBox key={node.id} node={node} />
          ))}
        </svg>
      </Scroll>
      <p className="detail" aria-live="polite">
        {chosen ? detailOf(chosen, carrying.has(chosen.id)) : note}
      </p>
    </section>
  );
}

function EdgeLines({
  edge,
  carrying,
  shown,
  onShow,
}: {
  readonly edge: Edge;
  readonly carrying: ReadonlySet<string>;
  readonly shown: string | undefined;
  readonly onShow: (id: string) => void;
}) {
  const { from, to, probed, otherCount, aside } = edge;
  const isColumn = from.x === to.x;
  const bends = probed.map((_, i) => (isColumn ? 60 : aside + (i - (probed.length - 1) / 2) * 26));
  return (
    <g>
      {otherCount > 0 && (
        <path d={curve(from, to, isColumn ? 44 : aside + (probed.length > 0 ? 34 : 0))} className="link other" />
      )}
      {probed.map((connection, i) => (
        // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a picture that is pointed at, or tabbed to, tells what it is
        <g
          key={connection.id}
          tabIndex={0}
          role="img"
          aria-label={detailOf(connection, carrying.has(connection.id))}
          onMouseEnter={() => onShow(connection.id)}
          onFocus={() => onShow(connection.id)}
          className={shown === connection.id ? "probed shown" : "probed"}
        >
          <path d={curve(from, to, bends[i] ?? 0)} className="hit" />
          <path d={curve(from, to, bends[i] ?? 0)} className={`link ${connection.state}`} />
          {carrying.has(connection.id) && <path d={curve(from, to, bends[i] ?? 0)} className="flow" />}
        </g>
      ))}
    </g>
  );
}

function NodeBox({ node }: { readonly node: Node }) {
  return (
    <g transform={`translate(${node.x - 85},${node.y - 27})`} className={`node ${node.cloud}`}>
      <rect width="170" height="54" rx="9" />
      <text x="14" y="23" className="node-name">
        {node.regionId}
      </text>
      <text x="14" y="41" className="node-sub">
        {CLOUD_NAMES[node.cloud] ?? node.cloud}
        {node.spokeCount > 0 ? ` · ${node.spokeCount} spokes` : ""}
      </text>
    </g>
  );
}

const Legend = () => (
  <ul className="legend" aria-label="Legend">
    {(["up", "degraded", "down", "unknown"] as const).map((state) => (
      <li key={state}>
        <svg width="30" height="8" aria-hidden="true">
          <path d="M1,4 L29,4" className={`link ${state}`} />
        </svg>
        {state}
      </li>
    ))}
    <li>
      <svg width="30" height="8" aria-hidden="true">
        <path d="M1,4 L29,4" className="link up" />
        <path d="M1,4 L29,4" className="flow still" />
      </svg>
      carries traffic
    </li>
    <li>
      <svg width="30" height="8" aria-hidden="true">
        <path d="M1,4 L29,4" className="link other" />
      </svg>
      not probed
    </li>
  </ul>
);

const detailOf = (connection: ConnectionView, isCarrying: boolean): string =>
  `${connection.id}: ${connection.kind}, ${connection.ends.join(" to ")}, ${connection.bandwidthMbps >= 1_000 ? `${connection.bandwidthMbps / 1_000} Gbps` : `${connection.bandwidthMbps} Mbps`}, ${connection.state}${isCarrying ? ", carries traffic" : ""}`;

const describe = ({ networks, connections, paths }: Overview): string =>
  `${networks.length} networks and ${connections.length} connections; ${paths.filter(({ state }) => state === "up").length} of ${paths.length} probed paths are up`;
