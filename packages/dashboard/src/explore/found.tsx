import { getRouteApi, useLocation } from "@tanstack/react-router";
import { useMemo } from "react";
import { ago } from "../shell/ago.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { type Address, searchOf, withoutChoice } from "./address.ts";
import { coordinatesOf } from "./coordinates-of.ts";
import { type EstateIndex, stillThere } from "./estate-index.ts";
import { isFiltering, shownConnections } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { Findings } from "./findings.tsx";
import { Gaps } from "./gaps.tsx";
import { GraphPicture } from "./graph/graph.tsx";
import { useLayer } from "./layers/use-layer.ts";
import { Legend } from "./legend.tsx";
import { MapPicture } from "./map/map.tsx";
import { Panel } from "./panel/panel.tsx";
import { searchable } from "./search.ts";
import { SearchBox } from "./search-box.tsx";
import { litKeys, placesOf, selectionOf } from "./selection.ts";
import { Slider } from "./time/slider.tsx";
import type { Look } from "./time/use-look.ts";
import { Viewport } from "./viewport.tsx";
import { counted, moment } from "./words.ts";

const page = getRouteApi("/explore");

/** An estate that was found: its picture, what was chosen in it, and what is wrong with it. */
export function Found({
  index,
  look,
  address,
}: {
  readonly index: EstateIndex;
  readonly look: Look;
  readonly address: Address;
}) {
  const { view } = look;
  const entries = useMemo(() => searchable(index), [index]);
  const coordinates = useMemo(() => coordinatesOf(view), [view]);
  const selection = useMemo(
    () => (address.select === undefined ? undefined : selectionOf(index, address.select)),
    [index, address.select],
  );
  const lit = useMemo(() => litKeys(index, selection), [index, selection]);
  const openKey = [...new Set([...address.open, ...placesOf(index, selection)])].sort().join("\n");
  const open = useMemo(() => new Set(openKey.split("\n")), [openKey]);
  const connections = useMemo(() => shownConnections(index, address), [index, address]);
  const shown = useMemo(() => new Set(connections.map(({ id }) => id)), [connections]);
  const isPast = address.at !== undefined;
  const layer = useLayer(address.layer, index, isPast);
  const navigate = page.useNavigate();
  const wantsSearch = useLocation({ select: ({ state }) => state.wantsSearch === true });
  const go = (next: Address) =>
    void navigate({ search: searchOf(next), resetScroll: false, replace: next.at !== address.at });
  const { topology } = index;
  const drawing = { index, address, shown, lit, layer };
  return (
    <>
      <header className="explore-head">
        <div>
          <Heading>{plain(topology.estate)}</Heading>
          <p className="sub">
            {counted(stillThere(topology.networks, index).length, "network")},{" "}
            {counted(stillThere(topology.gateways, index).length, "gateway")},{" "}
            {counted(stillThere(topology.connections, index).length, "connection")} in{" "}
            {counted(index.places.length, "place")};{" "}
            {isPast ? `as it was at ${moment(topology.atMs)}` : `seen ${ago(Date.now() - topology.atMs)} ago`}
          </p>
        </div>
        <SearchBox entries={entries} isWanted={wantsSearch} onChoose={(select) => go({ ...address, select })} />
      </header>
      <Gaps gaps={topology.gaps} />
      <div className="explore">
        <section className="card picture" aria-label="Picture of the estate">
          <Filters
            address={address}
            onChange={go}
            shownCount={stillThere(connections, index).length}
            index={index}
            hasMap={coordinates !== undefined}
          />
          <Slider look={look} address={address} go={go} />
          {isFiltering(address) && connections.length === 0 && (
            <p className="empty">No connection is like this. Take a filter away to see more.</p>
          )}
          <Viewport label="Picture: drag it, or scroll; + and − change its size">
            {address.view === "map" && coordinates ? (
              <MapPicture {...drawing} coordinates={coordinates} />
            ) : (
              <GraphPicture {...drawing} open={open} />
            )}
          </Viewport>
          <Legend name={address.layer} layer={layer} isPast={isPast} hasMarks={index.marks.size > 0} />
        </section>
        <div className="aside">
          {selection && (
            <Panel
              key={address.select}
              index={index}
              address={address}
              selection={selection}
              onClose={() => go(withoutChoice(address))}
            />
          )}
          <Findings index={index} address={address} />
        </div>
      </div>
    </>
  );
}
