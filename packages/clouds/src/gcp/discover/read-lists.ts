import type { DiscoveryGap } from "@skylane/core";
import type * as z from "zod";
import type { Scan } from "../../_shared/scan.ts";
import { nameOf, regionOf } from "./self-link.ts";

/** An answer of a list call, plain or aggregated; `get` makes one call. */
export type ListCall = (pageToken: string | undefined) => Promise<{ readonly data: object }>;

/** Lists of one project, page by page. What cannot be read becomes a gap, and what was read before it stays. */
export interface ListReader {
  read<T extends z.ZodType>(
    operation: string,
    item: T,
    call: ListCall,
    at?: { readonly field?: string; readonly regionId?: string },
  ): Promise<z.infer<T>[] | undefined>;
  /** Regions that aggregated lists could not reach, with what was asked there. */
  readonly unreached: ReadonlyMap<string, ReadonlySet<string>>;
  /** Objects in a form that is not known. */
  readonly oddities: readonly DiscoveryGap[];
}

const MAX_PAGES = 2_000; // a server that always has a next page does not hang the look

interface Answer {
  readonly items?: unknown;
  readonly result?: unknown;
  readonly timeSeries?: unknown;
  readonly nextPageToken?: unknown;
  readonly unreachables?: unknown;
}

/** Starts reading lists of a project. */
export function listReader(scan: Scan, accountId: string): ListReader {
  const unreached = new Map<string, Set<string>>();
  const oddities = new Map<string, DiscoveryGap>();
  const missed = (regionId: string, operation: string): void => {
    if (regionId !== "") unreached.set(regionId, (unreached.get(regionId) ?? new Set()).add(operation));
  };
  return {
    async read(operation, schema, call, { field, regionId = "" } = {}) {
      const found: z.infer<typeof schema>[] = [];
      let token: string | undefined;
      let isComplete = false;
      for (let page = 0; page < MAX_PAGES && !isComplete; page += 1) {
        const answer = await scan.call({ accountId, regionId, operation }, async () => (await call(token)).data);
        if (answer === undefined) return page === 0 ? undefined : found;
        for (const region of unreachedOf(answer)) missed(region, operation);
        for (const item of itemsOf(answer, field)) {
          const parsed = schema.safeParse(item);
          if (parsed.success) found.push(parsed.data);
          else oddities.set(`${regionId}|${operation}`, oddity(accountId, regionId, operation, parsed.error));
        }
        const next: unknown = (answer as Answer).nextPageToken;
        isComplete = typeof next !== "string" || next === "" || next === token;
        token = isComplete ? undefined : (next as string);
      }
      return found;
    },
    unreached,
    get oddities() {
      return [...oddities.values()];
    },
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The objects of a page: in `items`, or per scope in `items.<scope>.<field>`, or in the field that a few calls use. */
export function itemsOf(answer: Answer, field: string | undefined): readonly unknown[] {
  const all = answer.items ?? answer.result ?? answer.timeSeries;
  if (Array.isArray(all)) return all;
  if (!isRecord(all) || field === undefined) return [];
  return Object.values(all).flatMap((scoped) => {
    const items = isRecord(scoped) ? scoped[field] : undefined;
    return Array.isArray(items) ? items : [];
  });
}

/** Regions of a page that the cloud says it could not look at. */
export function unreachedOf(answer: Answer): readonly string[] {
  const named = Array.isArray(answer.unreachables) ? answer.unreachables.map(String) : [];
  const warned = isRecord(answer.items)
    ? Object.entries(answer.items).flatMap(([scope, scoped]) => {
        const warning = isRecord(scoped) ? scoped.warning : undefined;
        return isRecord(warning) && warning.code !== "NO_RESULTS_ON_PAGE" ? [scope] : [];
      })
    : [];
  return [...named, ...warned].map((scope) => regionOf(scope) || nameOf(scope));
}

function oddity(accountId: string, regionId: string, operation: string, error: z.ZodError): DiscoveryGap {
  const [issue] = error.issues;
  return {
    cloud: "gcp",
    accountId,
    ...(regionId !== "" && { regionId }),
    operation,
    reason: "not-understood",
    message: `${operation} in project ${accountId}: an object is left out: ${issue?.path.join(".")}: ${issue?.message}`,
    todo: "report this with the log: the Google Cloud adapter met an object it does not understand",
  };
}
