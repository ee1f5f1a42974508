import type { WhatIfFailure } from "@skylane/core";
import { useId, useState } from "react";
import { plain } from "../shell/plain-text.ts";
import { MOST } from "./address.ts";
import { kindNames } from "./words.ts";

const SHOWN = 8;

/** A search over everything that can fail; the arrow keys and Enter are enough. */
export function Choose({
  failures,
  chosen,
  choose,
}: {
  readonly failures: readonly WhatIfFailure[];
  readonly chosen: readonly string[];
  readonly choose: (id: string) => void;
}) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const wanted = words.trim().toLowerCase();
  const found =
    wanted === ""
      ? []
      : failures
          .filter(
            ({ id, name, kind }) =>
              !chosen.includes(id) && `${kindNames[kind]} ${name} ${id}`.toLowerCase().includes(wanted),
          )
          .slice(0, SHOWN);
  const active = found[Math.min(at, found.length - 1)];
  const take = (id: string) => {
    choose(id);
    setWords("");
    setAt(0);
  };
  if (chosen.length >= MOST) return <p className="sub">At most {MOST} things fail at once here.</p>;
  return (
    <div className="choose">
      <input
        type="search"
        role="combobox"
        aria-label="Add what fails: a link, network, Region, carrier or account"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={active ? `${listId}-${found.indexOf(active)}` : undefined}
        aria-autocomplete="list"
        placeholder={chosen.length === 0 ? "A link, network, Region, carrier or account" : "And also …"}
        value={words}
        onChange={({ target }) => {
          setWords(target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setAt((now) => Math.min(now + 1, found.length - 1));
          else if (event.key === "ArrowUp") setAt((now) => Math.max(now - 1, 0));
          else if (event.key === "Enter" && active) take(active.id);
          else if (event.key === "Escape") setWords("");
          else return;
          event.preventDefault();
        }}
      />
      <div id={listId} role="listbox" aria-label="What can fail" hidden={found.length === 0}>
        {found.map((one, i) => (
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          <div
            key={one.id}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={one === active}
            onClick={() => take(one.id)}
          >
            <span className="kind">{kindNames[one.kind]}</span> {plain(one.name)}
            <span className="sub"> {plain(one.id)}</span>
          </div>
        ))}
      </div>
      {wanted !== "" && found.length === 0 && <p className="sub">Nothing that can fail is called that.</p>}
    </div>
  );
}
