import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchTopology } from "../api/topology.ts";
import { wholeEstate } from "../explore/address.ts";
import { coordinatesOf } from "../explore/coordinates-of.ts";
import { indexEstate } from "../explore/estate-index.ts";
import { COST_LEVELS, costWidth } from "../explore/graph/cost-levels.ts";
import { MapPicture } from "../explore/map/map.tsx";
import { counted } from "../explore/words.ts";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { useMeter } from "./meter.tsx";
import "../explore/explore.css";

const NOTHING: ReadonlySet<string> = new Set();

/** The estate on the globe with its links as wide and dark as what they cost in the last day. */
export function CostMap() {
  const { data: meter } = useMeter();
  const { data: view, error } = useQuery({
    queryKey: ["topology"],
    queryFn: fetchTopology,
    refetchInterval: 60_000,
    retry: false,
  });
  const index = useMemo(() => (view?.topology ? indexEstate({ ...view, topology: view.topology }) : undefined), [view]);
  const usdById = useMemo(
    () =>
      new Map(
        meter?.links.flatMap(({ connectionId, usd }) => (usd === undefined ? [] : [[connectionId, usd] as const])),
      ),
    [meter],
  );
  const coordinates = coordinatesOf(view);
  if (!meter || meter.links.length === 0 || (!index && !error)) return null;
  const shown = index
    ? new Set(index.topology.connections.flatMap(({ id }) => (usdById.has(id) ? [id] : [])))
    : NOTHING;
  return (
    <section className="card" aria-label="Links by what they cost">
      <div className="card-head">
        <h2>Links by what they cost a day</h2>
        <ul className="legend">
          {COST_LEVELS.map(({ says }, level) => (
            <li key={says}>
              <svg width="26" height="10" aria-hidden="true" className={`edge cost-${level}`}>
                <path d="M0,5H26" className="edge-line" style={{ strokeWidth: costWidth(level) }} />
              </svg>
              {says}
            </li>
          ))}
        </ul>
      </div>
      {error && (
        <p role="alert" className="error">
          {plain(error.message)}
        </p>
      )}
      {index && coordinates && shown.size > 0 ? (
        <>
          <Scroll label="Map of costs">
            <MapPicture
              index={index}
              address={{ ...wholeEstate, view: "map" }}
              shown={shown}
              lit={NOTHING}
              coordinates={coordinates}
              usdById={usdById}
            />
          </Scroll>
          <p className="sub">
            {counted(shown.size, "link")} with a price; a line stands for all links of its two places.
          </p>
        </>
      ) : (
        <p className="empty">No link that was metered is on the map: its ends, or its price, are not known.</p>
      )}
    </section>
  );
}
