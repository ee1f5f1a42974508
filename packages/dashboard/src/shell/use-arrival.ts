import { useLocation, useMatches } from "@tanstack/react-router";
import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { plain } from "./plain-text.ts";

/** Names the page in the window's title, and moves the focus to its heading when another page was opened. */
export function useArrival(): RefObject<boolean> {
  const path = useLocation({ select: ({ pathname }) => pathname });
  const title = useMatches({ select: (matches) => titleOf(matches.at(-1)) });
  const wantsFocus = useRef(false);
  const lastPath = useRef(path);
  if (lastPath.current !== path) wantsFocus.current = true;
  useLayoutEffect(() => {
    if (lastPath.current === path) return;
    lastPath.current = path;
    document.querySelector<HTMLElement>("#main h1")?.focus({ preventScroll: true });
  }, [path]);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    const stop = () => {
      wantsFocus.current = false;
    };
    const marks = ["keydown", "pointerdown"] as const;
    for (const mark of marks) window.addEventListener(mark, stop, true);
    return () => {
      for (const mark of marks) window.removeEventListener(mark, stop, true);
    };
  }, []);
  return wantsFocus;
}

/** `dx-use1-1 · Path · Skylane`: the narrowest first, for that is what a narrow tab shows. */
export function titleOf(
  match: { readonly staticData: { readonly title?: string }; readonly params: object } | undefined,
): string {
  const { title } = match?.staticData ?? {};
  return [...Object.values(match?.params ?? {}).map((one) => plain(String(one))), title, "Skylane"]
    .filter((part) => part !== undefined)
    .join(" · ");
}
