import { useEffect, useId, useMemo, useRef, useState } from "react";
import { cutOff, plain } from "../shell/plain-text.ts";
import { type Entry, search, type searchable } from "./search.ts";

/** Finds anything by name, id, address, range, kind, state or rule. `/` comes here, arrows and Enter choose, Escape leaves. */
export function SearchBox({
  entries,
  isWanted,
  onChoose,
}: {
  readonly entries: ReturnType<typeof searchable>;
  /** It takes the focus as it appears. */
  readonly isWanted: boolean;
  readonly onChoose: (key: string) => void;
}) {
  const [query, setQuery] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  const listId = useId();
  const found = useMemo(() => search(entries, query), [entries, query]);
  const optionId = (i: number) => `${listId}-${i}`;

  useEffect(() => {
    if (isWanted) box.current?.focus();
  }, [isWanted]);

  const choose = ({ key }: Entry) => {
    setOpen(false);
    box.current?.blur();
    onChoose(key);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setOpen(true);
      setActive((active + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      const entry = found[active];
      if (entry) choose(entry);
    } else if (event.key === "Escape") {
      if (isOpen && query !== "") setOpen(false);
      else {
        setQuery("");
        box.current?.blur();
      }
    }
  };
  const isShown = isOpen && query.trim() !== "";
  return (
    <search className="search">
      <input
        ref={box}
        data-search
        type="text"
        role="combobox"
        aria-label="Search the estate"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && found.length > 0 ? optionId(active) : undefined}
        placeholder="Search: name, id, 10.1.0.7, vpn, down, zombie …"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setActive(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <kbd>/</kbd>
      {isShown && (
        <div id={listId} role="listbox" aria-label="Found" tabIndex={-1} className="search-list">
          {found.map((entry, i) => (
            <div
              key={`${entry.what}${entry.key}`}
              id={optionId(i)}
              role="option"
              tabIndex={-1}
              aria-selected={i === active}
              className="search-option"
              onMouseDown={(event) => {
                event.preventDefault();
                choose(entry);
              }}
              onMouseEnter={() => setActive(i)}
              title={plain(`${entry.title}\n${entry.detail}`)}
            >
              <span className="what">{entry.what}</span>
              <span className="found-title">{cutOff(entry.title, 70)}</span>
              <span className="sub">{cutOff(entry.detail, 80)}</span>
            </div>
          ))}
          {found.length === 0 && <p className="empty">Nothing is called this, and no range holds it.</p>}
        </div>
      )}
    </search>
  );
}
