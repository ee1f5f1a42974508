import type { AnyRoute } from "@tanstack/react-router";

/** Where a page stands in the navigation. */
export interface NavEntry {
  readonly group: NavGroup;
  readonly label: string;
  /** The letter after `g` that leads to it. */
  readonly key: string;
}

/** Groups of the navigation, in its order: what is, what is to be done, what it comes to, how it is set. */
export const navGroups = ["Watch", "Act", "Check", "Set up"] as const;
export type NavGroup = (typeof navGroups)[number];

/** A page that the navigation names. */
export interface NavPage extends NavEntry {
  readonly to: string;
}

/** The pages that the navigation names, in the order of the list of routes. */
export const navPages = (routes: readonly AnyRoute[]): readonly NavPage[] =>
  routes.flatMap(({ fullPath, options }) => {
    const nav = options.staticData?.nav;
    return nav === undefined ? [] : [{ ...nav, to: String(fullPath) }];
  });
