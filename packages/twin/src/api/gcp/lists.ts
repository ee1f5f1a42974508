import type { RestAnswer } from "../rest-api.ts";
import { invalid } from "./google-error.ts";
import { selfLink } from "./resource.ts";

const MAX_RESULTS = 500;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextPageToken: string | undefined;
}

/** One page of what there is, or the answer to a request that cannot be met. Tokens hold the place where the next begins. */
export function pageOf<T>(all: readonly T[], query: URLSearchParams): Page<T> | RestAnswer {
  const size = Number(query.get("maxResults") ?? MAX_RESULTS);
  if (!Number.isInteger(size) || size < 0 || size > MAX_RESULTS)
    return invalid(`Invalid value for field 'maxResults': '${query.get("maxResults")}'. Must be between 0 and 500.`);
  const token = query.get("pageToken") ?? "";
  const place = token === "" ? "from:0" : Buffer.from(token, "base64url").toString("utf8");
  const from = Number(/^from:(\d+)$/.exec(place)?.[1] ?? Number.NaN);
  if (Number.isNaN(from)) return invalid(`Invalid value for field 'pageToken': '${token.slice(0, 50)}'.`);
  const to = from + (size === 0 ? MAX_RESULTS : size);
  return {
    items: all.slice(from, to),
    nextPageToken: to < all.length ? Buffer.from(`from:${to}`).toString("base64url") : undefined,
  };
}

/** A list of one place: `compute#networkList` and the like. */
export function listOf(kind: string, path: string, all: readonly unknown[], query: URLSearchParams): RestAnswer {
  const page = pageOf(all, query);
  return "statusCode" in page ? page : listAnswer(kind, path, page);
}

/** The answer that holds one page. */
export const listAnswer = (kind: string, path: string, { items, nextPageToken }: Page<unknown>): RestAnswer => ({
  statusCode: 200,
  body: {
    kind: `compute#${kind}`,
    id: path,
    ...(items.length > 0 && { items }),
    ...(nextPageToken !== undefined && { nextPageToken }),
    selfLink: selfLink(path),
  },
});

/** An object and the scope it is in, `regions/…` or `zones/…`; made when its page is asked for. */
export interface Scoped {
  readonly scope: string;
  readonly item: () => unknown;
}

/**
 * A list over all scopes. A scope with nothing on this page has a warning that says so; one the caller may not see has a
 * warning too, is among `unreachables`, and the call as a whole succeeds.
 */
export function aggregatedListOf(
  { kind, field, path }: { readonly kind: string; readonly field: string; readonly path: string },
  scopes: readonly string[],
  hidden: readonly string[],
  all: readonly Scoped[],
  query: URLSearchParams,
): RestAnswer {
  const page = pageOf(
    all.filter(({ scope }) => !hidden.includes(scope)),
    query,
  );
  if ("statusCode" in page) return page;
  const items = scopes.map((scope) => {
    const found = page.items.filter((one) => one.scope === scope).map(({ item }) => item());
    if (hidden.includes(scope)) return [scope, warning("UNREACHABLE", `Unable to reach the scope '${scope}'.`, scope)];
    return [
      scope,
      found.length > 0
        ? { [field]: found }
        : warning("NO_RESULTS_ON_PAGE", `No results for the scope '${scope}' on this page.`, scope),
    ];
  });
  return {
    statusCode: 200,
    body: {
      kind: `compute#${kind}`,
      id: path,
      items: Object.fromEntries(items),
      ...(page.nextPageToken !== undefined && { nextPageToken: page.nextPageToken }),
      selfLink: selfLink(path),
      ...(hidden.length > 0 && { unreachables: hidden.map((scope) => `${path.split("/aggregated/")[0]}/${scope}`) }),
    },
  };
}

const warning = (code: string, message: string, scope: string) => ({
  warning: { code, message, data: [{ key: "scope", value: scope }] },
});
