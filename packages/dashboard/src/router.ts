import { createRouter, type RouterHistory } from "@tanstack/react-router";
import { routeTree } from "./routes.ts";
import { parseSearch, stringifySearch } from "./shell/address.ts";
import type { NavEntry } from "./shell/pages.ts";
import { Broken, NotFound, Pending } from "./shell/states.tsx";

/** The pages by their addresses. */
export const makeRouter = (history: RouterHistory) =>
  createRouter({
    routeTree,
    history,
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    defaultPendingComponent: Pending,
    defaultErrorComponent: Broken,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
  interface StaticDataRouteOption {
    /** Of the window, and of the page in lists. */
    title?: string;
    nav?: NavEntry;
  }
  interface HistoryState {
    /** The page's search takes the focus. */
    wantsSearch?: boolean;
  }
}
