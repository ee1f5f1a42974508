import { Outlet } from "@tanstack/react-router";
import { useCallback, useRef, useState } from "react";
import { WantsFocus } from "./heading.tsx";
import { Help } from "./help.tsx";
import { Nav } from "./nav.tsx";
import { useArrival } from "./use-arrival.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import "./print.css";
import "./shell.css";

const KEYS = "skylane.keys";

/** What stands around every page: the way past the navigation, the navigation, the keys. */
export function Shell() {
  const wantsFocus = useArrival();
  const main = useRef<HTMLElement>(null);
  const help = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState(() => localStorage.getItem(KEYS) !== "off");
  const openHelp = useCallback(() => help.current?.showModal(), []);
  useShortcuts(isOn, openHelp);
  return (
    <WantsFocus value={wantsFocus}>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <Nav openHelp={openHelp} />
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
      <Help
        dialog={help}
        isOn={isOn}
        setOn={(next) => {
          localStorage.setItem(KEYS, next ? "on" : "off");
          setOn(next);
        }}
      />
    </WantsFocus>
  );
}
