import { plain } from "../../shell/plain-text.ts";
import { type Address, writeAddress } from "../address.ts";
import { bundleKey } from "../selection.ts";
import { counted, worstOf } from "../words.ts";
import { type Bundle, widthOf } from "./bundle.ts";
import { costLevel, costWidth } from "./cost-levels.ts";
import { type Cubic, type Point, pathOf } from "./geometry.ts";
import { LABEL_HEIGHT, labelWidth } from "./place-labels.ts";

/** A line of the picture: a link to what it stands for, with its state named on it. */
export function EdgeLine({
  edge,
  label,
  address,
}: {
  readonly address: Address;
  readonly edge: Bundle & { readonly curves: readonly Cubic[]; readonly mark: string; readonly isLit: boolean };
  readonly label: Point | undefined;
}) {
  const { connections, isDeclared, curves, mark, isLit, usd } = edge;
  const state = worstOf(connections.map(({ status }) => status));
  const key = bundleKey(connections.map(({ id }) => id));
  const path = pathOf(curves);
  const level = usd === undefined ? undefined : costLevel(usd);
  const what = `${usd === undefined ? "" : `$${usd.toFixed(2)} a day, `}${counted(connections.length, "connection")}${isDeclared ? "" : ", not in the inventory"}, ${state}: ${connections
    .slice(0, 8)
    .map(({ id }) => plain(id))
    .join(", ")}${connections.length > 8 ? " …" : ""}`;
  return (
    <a
      href={writeAddress({ ...address, select: key })}
      aria-label={what}
      className={[
        "edge",
        level === undefined ? state : `cost-${level}`,
        isDeclared ? "" : "undeclared",
        isLit ? "lit" : "",
        address.select === key ? "chosen" : "",
      ].join(" ")}
    >
      <title>{what}</title>
      <path d={path} className="hit" />
      <path
        d={path}
        className="edge-line"
        style={{ strokeWidth: level === undefined ? widthOf(connections) : costWidth(level) }}
      />
      {label && mark !== "" && (
        <g transform={`translate(${label.x},${label.y})`} className="mark">
          <rect
            x={-labelWidth(mark) / 2}
            y={-LABEL_HEIGHT / 2}
            width={labelWidth(mark)}
            height={LABEL_HEIGHT}
            rx={LABEL_HEIGHT / 2}
          />
          <text textAnchor="middle" y="4">
            {mark}
          </text>
        </g>
      )}
    </a>
  );
}
