/** What keys may lead to. */
export type Shortcut =
  | { readonly what: "go"; readonly to: string }
  | { readonly what: "search" }
  | { readonly what: "help" };

/** When `g` was pressed, on the clock of the events; absent = it was not. */
export interface Pressed {
  readonly goAtMs?: number;
}

/** How long after `g` its letter still counts. */
const PATIENCE_MS = 1_500;

/** What a key does after those before it; `keys`: a page's address by its letter. Pure. */
export function nextKey(
  before: Pressed,
  key: string,
  atMs: number,
  keys: ReadonlyMap<string, string>,
): { readonly pressed: Pressed; readonly shortcut?: Shortcut } {
  if (before.goAtMs !== undefined && atMs - before.goAtMs <= PATIENCE_MS) {
    const to = keys.get(key);
    return to === undefined ? { pressed: {} } : { pressed: {}, shortcut: { what: "go", to } };
  }
  if (key === "g") return { pressed: { goAtMs: atMs } };
  if (key === "/") return { pressed: {}, shortcut: { what: "search" } };
  if (key === "?") return { pressed: {}, shortcut: { what: "help" } };
  return { pressed: {} };
}
