import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchTopology } from "../api/topology.ts";
import { type Address, wholeEstate } from "../explore/address.ts";
import { coordinatesOf } from "../explore/coordinates-of.ts";
import { indexEstate } from "../explore/estate-index.ts";
import { aDay, costADay } from "../explore/layers/layers.ts";
import { stepWidth } from "../explore/layers/scale.ts";
import { MapPicture } from "../explore/map/map.tsx";
import { counted } from "../explore/words.ts";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { useMeter } from "./meter.tsx";
import "../explore/explore.css";

const NOTHING: ReadonlySet<string> = new Set();
const ON_MAP: Address = { ...wholeEstate, view: "map" };

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
  const layer = useMemo(() => meter && aDay(meter), [meter]);
  const coordinates = useMemo(() => coordinatesOf(view), [view]);
  const shown = useMemo(
    () => new Set(index?.topology.connections.flatMap(({ id }) => (layer?.values.has(id) ? [id] : []))),
    [index, layer],
  );
  if (!meter || meter.links.length === 0 || (!index && !error)) return null;
  return (
    <section className="card" aria-label="Links by what they cost">
      <div className="card-head">
        <h2>Links by what they cost a day</h2>
        <ul className="legend">
          {costADay.steps.map(({ says }, step) => (
            <li key={says}>
              <svg width="26" height="10" aria-hidden="true" className={`edge step-${step}`}>
                <path d="M0,5H26" className="edge-line" style={{ strokeWidth: stepWidth(step) }} />
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
              address={ON_MAP}
              shown={shown}
              lit={NOTHING}
              coordinates={coordinates}
              layer={layer}
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
