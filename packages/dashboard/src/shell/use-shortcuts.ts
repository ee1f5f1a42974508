import { useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { navPages } from "./pages.ts";
import { nextKey, type Pressed } from "./shortcuts.ts";

/** Keys that lead around; none while something is typed, a dialog is open, or they are switched off. */
export function useShortcuts(isOn: boolean, openHelp: () => void): void {
  const router = useRouter();
  const navigate = useNavigate();
  const pressed = useRef<Pressed>({});
  useEffect(() => {
    const keys = new Map(navPages(Object.values(router.routesById)).map(({ key, to }) => [key, to]));
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      const isElsewhere =
        target instanceof HTMLElement &&
        (target.isContentEditable || target.closest("input, textarea, select, dialog") !== null);
      if (!isOn || isElsewhere || event.ctrlKey || event.metaKey || event.altKey || event.key === "Shift") return;
      const next = nextKey(pressed.current, event.key, event.timeStamp, keys);
      pressed.current = next.pressed;
      if (next.shortcut === undefined) return;
      event.preventDefault();
      if (next.shortcut.what === "help") openHelp();
      else if (next.shortcut.what === "go") void navigate({ to: next.shortcut.to });
      else void search();
    };
    /** The page's own search; where it has none, that of Explore. */
    const search = async () => {
      const own = document.querySelector<HTMLInputElement>("#main [data-search]");
      if (own) {
        own.focus();
        own.select();
      } else await navigate({ to: "/explore", state: { wantsSearch: true } });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [router, navigate, isOn, openHelp]);
}
