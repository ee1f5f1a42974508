import { plain } from "../../shell/plain-text.ts";
import { type Address, writeAddress } from "../address.ts";
import { stepWidth } from "../layers/scale.ts";
import { bundleKey } from "../selection.ts";
import { counted, worstOf } from "../words.ts";
import { type ShownBundle, widthOf } from "./bundle.ts";
import { type Cubic, type Point, pathOf } from "./geometry.ts";
import { LABEL_HEIGHT, labelWidth } from "./place-labels.ts";

const NAMED = 8;
const UNKNOWN_WIDTH = 2;

type DrawnLine = ShownBundle & { readonly curves: readonly Cubic[] };

/** A line of the picture: a link to what it stands for. */
export function EdgeLine({ edge, address }: { readonly address: Address; readonly edge: DrawnLine }) {
  const { connections, isDeclared, curves, reading, became } = edge;
  const state = worstOf(connections.map(({ status }) => status));
  const key = bundleKey(connections.map(({ id }) => id));
  const path = pathOf(curves);
  const what = [
    ...(reading ? [reading.says] : []),
    ...(became ? [became] : []),
    counted(connections.length, "connection"),
    ...(isDeclared ? [] : ["not in the inventory"]),
    `${state}: ${connections
      .slice(0, NAMED)
      .map(({ id }) => plain(id))
      .join(", ")}${connections.length > NAMED ? " …" : ""}`,
  ].join(", ");
  return (
    <a
      href={writeAddress({ ...address, select: key })}
      aria-label={what}
      className={`${looksLike(edge)} ${address.select === key ? "chosen" : ""}`}
    >
      <title>{what}</title>
      <path d={path} className="hit" />
      <path
        d={path}
        className="edge-line"
        style={{
          strokeWidth: reading
            ? reading.step === undefined
              ? UNKNOWN_WIDTH
              : stepWidth(reading.step)
            : widthOf(connections),
        }}
      />
    </a>
  );
}

/** What stands on lines, over all of them; the links themselves say it too. */
export const EdgeMarks = ({
  edges,
  labels,
}: {
  readonly edges: readonly DrawnLine[];
  readonly labels: ReadonlyMap<string, Point>;
}) => (
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of shapes takes no focus
  <g className="marks" aria-hidden="true">
    {edges.map((edge) => {
      const at = labels.get(edge.key);
      if (!at || edge.mark === "") return null;
      const width = labelWidth(edge.mark);
      return (
        <g key={edge.key} transform={`translate(${at.x},${at.y})`} className={`${looksLike(edge)} mark`}>
          <rect x={-width / 2} y={-LABEL_HEIGHT / 2} width={width} height={LABEL_HEIGHT} rx={LABEL_HEIGHT / 2} />
          <text textAnchor="middle" y="4">
            {edge.mark}
          </text>
        </g>
      );
    })}
  </g>
);

const looksLike = ({ connections, isDeclared, isLit, reading, became }: DrawnLine): string =>
  [
    "edge",
    reading
      ? reading.step === undefined
        ? "not-known"
        : `step-${reading.step}`
      : worstOf(connections.map(({ status }) => status)),
    isDeclared ? "" : "undeclared",
    became ?? "",
    isLit ? "lit" : "",
  ].join(" ");
