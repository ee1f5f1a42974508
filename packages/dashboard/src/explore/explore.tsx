import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useLocation } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { fetchTopology } from "../api/topology.ts";
import { ago } from "../shell/ago.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { type Address, addressOf, searchOf, withoutChoice } from "./address.ts";
import { coordinatesOf } from "./coordinates-of.ts";
import { type EstateIndex, indexEstate } from "./estate-index.ts";
import { isFiltering, shownConnections } from "./filter.ts";
import { Filters } from "./filters.tsx";
import { Findings } from "./findings.tsx";
import { Gaps } from "./gaps.tsx";
import { GraphPicture } from "./graph/graph.tsx";
import { Legend } from "./legend.tsx";
import { MapPicture } from "./map/map.tsx";
import type { RegionCoordinates } from "./map/project.ts";
import { Panel } from "./panel/panel.tsx";
import { searchable } from "./search.ts";
import { SearchBox } from "./search-box.tsx";
import { litKeys, placesOf, selectionOf } from "./selection.ts";
import { counted } from "./words.ts";
import "./explore.css";

const page = getRouteApi("/explore");

/** The estate as it was last discovered: look around, search, and ask of anything why Skylane says it is there. */
export function Explore() {
  const search = page.useSearch();
  const { data, error, dataUpdatedAt } = useQuery({
    queryKey: ["topology"],
    queryFn: fetchTopology,
    refetchInterval: 10_000,
    retry: false,
  });
  const index = useMemo(() => (data?.topology ? indexEstate({ ...data, topology: data.topology }) : undefined), [data]);
  return (
    <div className="page wide">
      {error && data && (
        <p role="alert" className="banner">
          No answer for {ago(Date.now() - dataUpdatedAt)}: this is what was last seen. {plain(error.message)}
        </p>
      )}
      {index ? (
        <Found index={index} address={addressOf(search)} coordinates={coordinatesOf(data)} />
      ) : (
        <Nothing isLoading={!data && !error} error={error} />
      )}
    </div>
  );
}

function Found({
  index,
  address,
  coordinates,
}: {
  readonly index: EstateIndex;
  readonly address: Address;
  readonly coordinates: RegionCoordinates | undefined;
}) {
  const [zoom, setZoom] = useState(1);
  const entries = useMemo(() => searchable(index), [index]);
  const selection = useMemo(
    () => (address.select === undefined ? undefined : selectionOf(index, address.select)),
    [index, address.select],
  );
  const lit = useMemo(() => litKeys(index, selection), [index, selection]);
  const openKey = [...new Set([...address.open, ...placesOf(index, selection)])].sort().join("\n");
  const open = useMemo(() => new Set(openKey.split("\n")), [openKey]);
  const connections = shownConnections(index, address);
  const shown = useMemo(() => new Set(connections.map(({ id }) => id)), [connections]);
  const { topology } = index;
  const navigate = page.useNavigate();
  const wantsSearch = useLocation({ select: ({ state }) => state.wantsSearch === true });
  const go = (next: Address) => void navigate({ search: searchOf(next), resetScroll: false });
  return (
    <>
      <header className="explore-head">
        <div>
          <Heading>{plain(topology.estate)}</Heading>
          <p className="sub">
            {counted(topology.networks.length, "network")}, {counted(topology.gateways.length, "gateway")},{" "}
            {counted(topology.connections.length, "connection")} in {counted(index.places.length, "place")}; seen{" "}
            {ago(Date.now() - topology.atMs)} ago
          </p>
        </div>
        <SearchBox entries={entries} isWanted={wantsSearch} onChoose={(select) => go({ ...address, select })} />
      </header>
      <Gaps gaps={topology.gaps} />
      <div className="explore">
        <section className="card picture" aria-label="Picture of the estate">
          <div className="card-head">
            <Filters
              address={address}
              onChange={go}
              shownCount={connections.length}
              index={index}
              hasMap={coordinates !== undefined}
            />
            {address.view === "graph" && (
              <span className="zoom">
                <button type="button" aria-label="Smaller" onClick={() => setZoom(Math.max(0.5, zoom / 1.25))}>
                  −
                </button>
                <button type="button" aria-label="Fit" onClick={() => setZoom(1)}>
                  {Math.round(zoom * 100)} %
                </button>
                <button type="button" aria-label="Larger" onClick={() => setZoom(Math.min(4, zoom * 1.25))}>
                  +
                </button>
              </span>
            )}
          </div>
          {isFiltering(address) && connections.length === 0 && (
            <p className="empty">No connection is like this. Take a filter away to see more.</p>
          )}
          <div className="scroll">
            {address.view === "map" && coordinates ? (
              <MapPicture index={index} address={address} shown={shown} lit={lit} coordinates={coordinates} />
            ) : (
              <GraphPicture index={index} address={address} shown={shown} lit={lit} open={open} zoom={zoom} />
            )}
          </div>
          <Legend />
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

function Nothing({ isLoading, error }: { readonly isLoading: boolean; readonly error: Error | null }) {
  if (error)
    return (
      <header className="verdict bad">
        <div>
          <Heading>The topology cannot be read</Heading>
          <p role="alert">{plain(error.message)}</p>
        </div>
      </header>
    );
  if (isLoading)
    return (
      <header className="verdict watch">
        <div>
          <Heading>Looking …</Heading>
          <p>Asking for what was last discovered.</p>
        </div>
      </header>
    );
  return (
    <header className="verdict watch">
      <div>
        <Heading>Nothing has been discovered yet</Heading>
        <p>
          Skylane looks at each cloud of skylane.yaml once it runs, and every hour from then on; what it finds appears
          here by itself. Name your accounts under <code>clouds</code>, give Skylane what{" "}
          <code>npx skylane permissions --cloud aws</code> prints, and start it with <code>npx skylane up</code>. To
          look from this machine without deploying anything, run <code>npx skylane discover</code>.
        </p>
      </div>
    </header>
  );
}
