import { useSyncExternalStore } from "react";

const subscribe = (changed: () => void): (() => void) => {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
};

/** What stands behind the `#` of the page's address, with it. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => window.location.hash);
