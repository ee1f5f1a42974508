import type { Scan } from "../../_shared/scan.ts";
import type { Place } from "./words.ts";

const MAX_PAGES = 2_000; // a server that always has a next page does not hang the look

/** Asks in one account and Region. What fails is a gap, and what was read before it stays. */
export interface Asker {
  /** One call; `undefined` after a failure. */
  one<T>(operation: string, run: (options: object) => Promise<T>): Promise<T | undefined>;
  /** All pages, as one list; `undefined` if not even the first was had. */
  all<T, I>(
    operation: string,
    run: (token: string | undefined, options: object) => Promise<T>,
    read: (page: T) => { readonly items: readonly I[] | undefined; readonly next: string | undefined },
  ): Promise<readonly I[] | undefined>;
}

/** Starts asking; each page is a call of the scan. */
export function askIn(place: Place, scan: Scan, signal: AbortSignal | undefined): Asker {
  const options = signal ? { abortSignal: signal } : {};
  const one: Asker["one"] = (operation, run) => scan.call({ ...place, operation }, () => run(options));
  return {
    one,
    async all(operation, run, read) {
      const found = [];
      let token: string | undefined;
      for (let page = 0; page < MAX_PAGES; page += 1) {
        const answer = await one(operation, (how) => run(token, how));
        if (answer === undefined) return page === 0 ? undefined : found;
        const { items, next } = read(answer);
        for (const item of items ?? []) found.push(item);
        if (!next || next === token) break;
        token = next;
      }
      return found;
    },
  };
}
