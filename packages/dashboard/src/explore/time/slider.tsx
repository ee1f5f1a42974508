import { useEffect, useId, useState } from "react";
import { type Address, ofNow, writeAddress } from "../address.ts";
import { moment } from "../words.ts";
import { Changes } from "./changes.tsx";
import { positionOf } from "./position.ts";
import type { Look } from "./use-look.ts";

const STEP_MS = 1_200;
/** The slider may pass over many looks: only where it rests one is read. */
const REST_MS = 160;

/** Which look is shown: the ones that are kept, and at the right end what is now. */
export function Slider({
  look: { snapshots, changes, isFirst, isComing },
  address,
  go,
}: {
  readonly look: Look;
  readonly address: Address;
  readonly go: (next: Address) => void;
}) {
  const rangeId = useId();
  const [isPlaying, setPlaying] = useState(false);
  const [passing, setPassing] = useState<number>();
  const now = snapshots.length;
  const position = positionOf(snapshots, address.at);
  const goTo = (next: number) => {
    const at = snapshots[next]?.key;
    go(at === undefined ? ofNow(address) : { ...address, at });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: one look after the other, each once the one before is there
  useEffect(() => {
    if (!isPlaying || isComing) return;
    if (position >= now) return setPlaying(false);
    const timer = setTimeout(() => goTo(position + 1), STEP_MS);
    return () => clearTimeout(timer);
  }, [isPlaying, isComing, position, now]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it rests
  useEffect(() => {
    if (passing === undefined) return;
    const timer = setTimeout(() => {
      goTo(passing);
      setPassing(undefined);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [passing]);
  if (snapshots.length === 0) return null;
  const shown = passing ?? position;
  const when = shown >= now ? "now" : moment(snapshots[shown]?.atMs ?? Number.NaN);
  return (
    <section className="time" aria-label="Time">
      <span className="action">
        <button type="button" aria-label="The look before" disabled={position === 0} onClick={() => goTo(position - 1)}>
          ‹
        </button>
        <button
          type="button"
          className="play"
          onClick={() => {
            if (!isPlaying && position >= now) goTo(0);
            setPlaying(!isPlaying);
          }}
        >
          {isPlaying ? "Pause" : "Play"}
        </button>
        <button type="button" aria-label="The next look" disabled={position >= now} onClick={() => goTo(position + 1)}>
          ›
        </button>
      </span>
      <label htmlFor={rangeId} className="hidden">
        Look, of {snapshots.length} that are kept
      </label>
      <input
        id={rangeId}
        type="range"
        min={0}
        max={now}
        value={shown}
        aria-valuetext={when}
        onChange={({ target }) => {
          setPlaying(false);
          setPassing(Number(target.value));
        }}
      />
      <output htmlFor={rangeId} className="when">
        {when}
        {isComing && passing === undefined && " …"}
      </output>
      {address.at !== undefined && <a href={writeAddress(ofNow(address))}>back to now</a>}
      {address.at !== undefined && isFirst && (
        <p className="sub changes">The first look that is kept: there is none to compare it with.</p>
      )}
      {address.at !== undefined && changes && <Changes changes={changes} address={address} />}
    </section>
  );
}
