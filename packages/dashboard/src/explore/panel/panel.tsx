import { useEffect, useRef } from "react";
import { plain } from "../../shell/plain-text.ts";
import { type Address, writeAddress } from "../address.ts";
import type { EstateIndex } from "../estate-index.ts";
import type { Selection } from "../selection.ts";
import { cloudName, counted } from "../words.ts";
import { ConnectionAbout, ConnectionList } from "./connection-about.tsx";
import { FindingAbout } from "./finding-about.tsx";
import { PlaceAbout, ThingAbout, UnseenAbout } from "./thing-about.tsx";

/** What every part of the panel needs. */
export interface Asked {
  readonly index: EstateIndex;
  readonly address: Address;
}

/** All that is known of what was chosen, and why Skylane believes it. Escape closes it. */
export function Panel({
  selection,
  onClose,
  ...asked
}: Asked & { readonly selection: Selection; readonly onClose: () => void }) {
  const became = asked.index.marks.get(asked.address.select ?? "");
  const heading = useRef<HTMLHeadingElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.matches("input");
      if (event.key === "Escape" && !isTyping) close.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <section className="card panel" aria-labelledby="panel-title">
      <div className="card-head">
        <h2 id="panel-title" tabIndex={-1} ref={heading}>
          {titleOf(selection)}
        </h2>
        <span className="action">
          <a
            href={writeAddress(asked.address)}
            className="permalink"
            title="The address of this page with what is chosen"
          >
            permalink
          </a>
          <button type="button" onClick={onClose} aria-label="Close">
            ✕
          </button>
        </span>
      </div>
      {became !== undefined && <p className="became">{BECAME[became]}</p>}
      <About selection={selection} {...asked} />
    </section>
  );
}

const BECAME = {
  came: "It came since the look before.",
  went: "It went since the look before: this is how it was then.",
  changed: "It changed since the look before; what changed is listed under the slider.",
} as const;

function About({ selection, ...asked }: Asked & { readonly selection: Selection }) {
  switch (selection.what) {
    case "connection":
      return <ConnectionAbout connection={selection.connection} {...asked} />;
    case "bundle":
      return <ConnectionList connections={selection.connections} {...asked} />;
    case "network":
      return <ThingAbout thing={selection.network} {...asked} />;
    case "gateway":
      return <ThingAbout thing={selection.gateway} {...asked} />;
    case "unseen":
      return <UnseenAbout unseenKey={selection.key} {...asked} />;
    case "place":
      return <PlaceAbout place={selection.place} {...asked} />;
    case "finding":
      return <FindingAbout finding={selection.finding} {...asked} />;
    case "nothing":
      return (
        <p className="empty">
          There is nothing of this name in this look: {plain(selection.key)}. It may be gone since the link was made.
        </p>
      );
  }
}

function titleOf(selection: Selection): string {
  switch (selection.what) {
    case "connection":
      return plain(selection.connection.id);
    case "bundle":
      return counted(selection.connections.length, "connection");
    case "network":
      return plain(selection.network.name ?? selection.network.nativeId);
    case "gateway":
      return plain(selection.gateway.name ?? selection.gateway.nativeId);
    case "unseen":
      return plain(selection.key.replace(/^address\//, ""));
    case "place":
      return `${cloudName(selection.place.cloud)} ${plain(selection.place.regionId)}`.trim();
    case "finding":
      return plain(selection.finding.title);
    case "nothing":
      return "Not found";
  }
}
