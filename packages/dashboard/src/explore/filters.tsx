import { PathStateName } from "@skylane/core";
import { type Address, writeAddress } from "./address.ts";
import { type EstateIndex, stillThere } from "./estate-index.ts";
import { isFiltering, shownConnections } from "./filter.ts";
import { layerNames } from "./layers/names.ts";

/** What lines tell, as a graph or on the map, which connections are shown, and how many these are. */
export function Filters({
  address,
  onChange,
  shownCount,
  index,
  hasMap,
}: {
  readonly address: Address;
  readonly onChange: (next: Address) => void;
  readonly shownCount: number;
  readonly index: EstateIndex;
  readonly hasMap: boolean;
}) {
  const { states, undeclaredOnly, findingsOnly, view } = address;
  const countOf = (state: PathStateName) =>
    stillThere(shownConnections(index, { ...address, states: [state] }), index).length;
  return (
    <div className="filters">
      {hasMap && (
        <nav className="views" aria-label="View">
          {(["graph", "map"] as const).map((one) => (
            <a
              key={one}
              href={writeAddress({ ...address, view: one })}
              aria-current={view === one ? "page" : undefined}
            >
              {one === "graph" ? "Graph" : "Map"}
            </a>
          ))}
        </nav>
      )}
      <nav className="views" aria-label="Layer">
        {layerNames.map((one) => (
          <a
            key={one}
            href={writeAddress({ ...address, layer: one })}
            aria-current={address.layer === one ? "page" : undefined}
          >
            {LAYERS[one]}
          </a>
        ))}
      </nav>
      <fieldset>
        <legend className="hidden">Connections that are shown</legend>
        {PathStateName.options.toReversed().map((state) => (
          <Toggle
            key={state}
            isOn={states.includes(state)}
            onToggle={(isOn) =>
              onChange({
                ...address,
                states: PathStateName.options.filter((one) => (one === state ? isOn : states.includes(one))),
              })
            }
          >
            <span className={`state ${state}`}>{state}</span> {countOf(state)}
          </Toggle>
        ))}
        <Toggle isOn={undeclaredOnly} onToggle={(isOn) => onChange({ ...address, undeclaredOnly: isOn })}>
          undeclared only
        </Toggle>
        <Toggle isOn={findingsOnly} onToggle={(isOn) => onChange({ ...address, findingsOnly: isOn })}>
          with findings only
        </Toggle>
      </fieldset>
      <output className="sub">
        {shownCount} of {stillThere(index.topology.connections, index).length} connections
      </output>
      {isFiltering(address) && (
        <a href={writeAddress({ ...address, states: [], undeclaredOnly: false, findingsOnly: false })}>show all</a>
      )}
    </div>
  );
}

const LAYERS = { health: "Health", traffic: "Traffic", cost: "Cost", latency: "Latency" } as const;

const Toggle = ({
  isOn,
  onToggle,
  children,
}: {
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
  readonly children: React.ReactNode;
}) => (
  <button type="button" className="toggle" aria-pressed={isOn} onClick={() => onToggle(!isOn)}>
    {children}
  </button>
);
