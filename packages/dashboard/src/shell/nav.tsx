import { Link, useLocation, useRouter } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Who } from "../session/who.tsx";
import { navGroups, navPages } from "./pages.ts";

/** The pages there are, by group: a bar where there is room, a menu where there is none. */
export function Nav({ openHelp }: { readonly openHelp: () => void }) {
  const pages = navPages(Object.values(useRouter().routesById));
  const path = useLocation({ select: ({ pathname }) => pathname });
  const [isOpen, setOpen] = useState(false);
  const menuId = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page was opened
  useEffect(() => setOpen(false), [path]);
  const onKeyDown = ({ key, currentTarget }: KeyboardEvent<HTMLElement>) => {
    if (key !== "Escape" || !isOpen) return;
    setOpen(false);
    currentTarget.querySelector("button")?.focus();
  };
  return (
    <nav className="nav" aria-label="Pages" onKeyDown={onKeyDown}>
      <span className="brand">Skylane</span>
      <button
        type="button"
        className="nav-menu"
        aria-expanded={isOpen}
        aria-controls={menuId}
        onClick={() => setOpen(!isOpen)}
      >
        Menu
      </button>
      <div id={menuId} className={isOpen ? "nav-groups open" : "nav-groups"}>
        {navGroups
          .map((group) => ({ group, own: pages.filter((page) => page.group === group) }))
          .filter(({ own }) => own.length > 0)
          .map(({ group, own }) => (
            <div key={group} className="nav-group">
              <span className="nav-title" aria-hidden="true">
                {group}
              </span>
              <ul aria-label={group}>
                {own.map(({ to, label }) => (
                  <li key={to}>
                    <Link to={to} activeOptions={{ exact: to === "/", includeSearch: false }}>
                      {label}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
      </div>
      <Who />
      <button type="button" className="nav-help" aria-label="Keys" title="Keys (?)" onClick={openHelp}>
        ?
      </button>
    </nav>
  );
}
