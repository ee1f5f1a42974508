import { memo, useMemo } from "react";
import { cutOff, plain } from "../../shell/plain-text.ts";
import { type Address, writeAddress } from "../address.ts";
import { ELSEWHERE, type EstateIndex } from "../estate-index.ts";
import { shownBundle } from "../graph/bundle.ts";
import { EdgeLine, EdgeMarks } from "../graph/edge-line.tsx";
import { placeLabels } from "../graph/place-labels.ts";
import type { Layer } from "../layers/scale.ts";
import { cloudName, counted } from "../words.ts";
import { land } from "./land.ts";
import { layOutMap, MAP_HEIGHT, MAP_WIDTH, ROW_HEIGHT } from "./lay-out-map.ts";
import { gridLines, project, type RegionCoordinates } from "./project.ts";

/** The estate where it is on the globe; places whose position is not known stand under it. */
export const MapPicture = memo(function MapPicture({
  index,
  address,
  shown,
  lit,
  coordinates,
  layer,
}: {
  readonly index: EstateIndex;
  readonly address: Address;
  readonly shown: ReadonlySet<string>;
  readonly lit: ReadonlySet<string>;
  readonly coordinates: RegionCoordinates;
  /** What lines tell; absent = their states. */
  readonly layer?: Layer | undefined;
}) {
  const { window, spots, edges, height } = useMemo(() => layOutMap(index, coordinates), [index, coordinates]);
  const lines = useMemo(
    () =>
      edges
        .map((edge) => shownBundle(edge, { index, shown, lit, layer }))
        .filter((edge) => edge !== undefined)
        .toSorted((a, b) => (a.reading?.value ?? -1) - (b.reading?.value ?? -1)),
    [edges, index, shown, lit, layer],
  );
  const labels = useMemo(
    () =>
      placeLabels(
        lines.toReversed().map(({ key, curves, mark }) => ({ key, curves, text: mark })),
        spots,
      ),
    [lines, spots],
  );
  const size = { width: MAP_WIDTH, height: MAP_HEIGHT };
  const at = (longitudeDeg: number, latitudeDeg: number) => project({ longitudeDeg, latitudeDeg }, window, size);
  const outline = (numbers: readonly number[]) =>
    `M${Array.from({ length: numbers.length / 2 }, (_, i) => at(numbers[2 * i] ?? 0, numbers[2 * i + 1] ?? 0))
      .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
      .join("L")}Z`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be a drawing
    <svg
      viewBox={`0 0 ${MAP_WIDTH} ${height}`}
      className={lit.size > 0 ? "estate globe choosing" : "estate globe"}
      role="group"
      aria-label={`Map: ${counted(spots.length, "spot")}, ${counted(shown.size, "connection")} shown`}
    >
      <clipPath id="globe">
        <rect width={MAP_WIDTH} height={MAP_HEIGHT} rx="9" />
      </clipPath>
      <g clipPath="url(#globe)">
        <rect width={MAP_WIDTH} height={MAP_HEIGHT} className="sea" />
        {[-360, 0, 360].map((turn) => (
          <path
            key={turn}
            d={land.map((one) => outline(one.map((value, i) => (i % 2 === 0 ? value + turn : value)))).join("")}
            className="land"
          />
        ))}
        {gridLines(window.west, window.east, 15).map((longitude) => (
          <path key={longitude} d={`M${at(longitude, 0).x.toFixed(1)},0V${MAP_HEIGHT}`} className="grid" />
        ))}
        {gridLines(window.south, window.north, 15).map((latitude) => (
          <path key={latitude} d={`M0,${at(0, latitude).y.toFixed(1)}H${MAP_WIDTH}`} className="grid" />
        ))}
      </g>
      {height > MAP_HEIGHT && (
        <text x="12" y={MAP_HEIGHT + 20} className="thing-sub">
          position not known
        </text>
      )}
      {lines.map((edge) => (
        <EdgeLine key={edge.key} edge={edge} address={address} />
      ))}
      <EdgeMarks edges={lines} labels={labels} />
      {spots.map(({ rows, pin, ...box }) => (
        <g key={rows.map(({ place }) => place.id).join("|")} className="spot">
          {pin && <path d={`M${pin.x},${pin.y}L${box.x},${box.y + box.height / 2}`} className="attachment" />}
          {pin && <circle cx={pin.x} cy={pin.y} r="4.5" className="pin" />}
          <rect x={box.x} y={box.y} width={box.width} height={box.height} rx="7" />
          {rows.map(({ place, ...row }) => (
            <a
              key={place.id}
              href={writeAddress({ ...address, select: place.id })}
              className={address.select === place.id ? "thing chosen" : "thing"}
              aria-label={`${cloudName(place.cloud)} ${plain(place.regionId)}, ${counted(place.networks.length, "network")}`}
            >
              <title>{`${cloudName(place.cloud)} ${plain(place.regionId)}: ${counted(place.networks.length, "network")}`}</title>
              <rect x={row.x} y={row.y} width={row.width} height={ROW_HEIGHT} rx="7" className="row" />
              {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: the link around it is what is focused, and says more */}
              <g aria-hidden="true">
                <text x={row.x + 10} y={row.y + 16.5}>
                  <tspan className="thing-name">
                    {cutOff(place.cloud === ELSEWHERE ? "not ours to see" : place.regionId || "global", 16)}
                  </tspan>
                  <tspan className="thing-sub" dx="6">
                    {place.cloud === ELSEWHERE ? "" : shortCloud(place.cloud)}
                  </tspan>
                </text>
              </g>
            </a>
          ))}
        </g>
      ))}
    </svg>
  );
});

const shortCloud = (cloud: string): string => ({ gcp: "Google", onprem: "on-prem" })[cloud] ?? cloudName(cloud);
