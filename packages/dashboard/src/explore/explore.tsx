import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { ago } from "../shell/ago.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { addressOf, ofNow, writeAddress } from "./address.ts";
import { Found } from "./found.tsx";
import { useLook } from "./time/use-look.ts";
import "./explore.css";

const page = getRouteApi("/explore");

/** The estate as it is, or was: look around, search, and ask of anything why Skylane says it is there. */
export function Explore() {
  const search = page.useSearch();
  const address = useMemo(() => addressOf(search), [search]);
  const look = useLook(address.at);
  const { index, view, error, answeredAtMs } = look;
  return (
    <div className="page wide">
      {error && view && (
        <p role="alert" className="banner">
          No answer for {ago(Date.now() - answeredAtMs)}: this is what was last seen. {plain(error.message)}
        </p>
      )}
      {index ? (
        <Found index={index} look={look} address={address} />
      ) : (
        <Nothing
          isLoading={!error && (answeredAtMs === 0 || look.snapshots.length > 0)}
          error={error}
          backToNow={address.at === undefined ? undefined : writeAddress(ofNow(address))}
        />
      )}
    </div>
  );
}

function Nothing({
  isLoading,
  error,
  backToNow,
}: {
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly backToNow: string | undefined;
}) {
  if (error)
    return (
      <header className="verdict bad">
        <div>
          <Heading>The topology cannot be read</Heading>
          <p role="alert">{plain(error.message)}</p>
          {backToNow !== undefined && (
            <p>
              <a href={backToNow}>Show it as it is now</a>
            </p>
          )}
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
