import type { BillLine, ChargeMatch } from "@skylane/core";

/** Whether a line is meant by one of several descriptions. */
export const isMeant = (line: BillLine, matches: readonly ChargeMatch[]): boolean =>
  matches.some((match) => isOf(line, match));

function isOf(line: BillLine, match: ChargeMatch): boolean {
  const { cloud, category, tags, ...texts } = match;
  if (cloud !== undefined && line.cloud !== cloud) return false;
  if (category !== undefined && line.category !== category) return false;
  for (const field of ["subAccountId", "serviceName", "serviceCategory", "regionId", "resourceId"] as const) {
    const wanted = texts[field];
    if (wanted !== undefined && !isText(line[field], wanted)) return false;
  }
  return Object.entries(tags ?? {}).every(([name, wanted]) => isText(line.tags[name], wanted));
}

const isText = (value: string | undefined, wanted: string): boolean =>
  value !== undefined && (wanted.endsWith("*") ? value.startsWith(wanted.slice(0, -1)) : value === wanted);

/** Names of tags that any rule asks for: those that are kept of a bill. */
export const tagNamesOf = (rules: readonly { readonly match: readonly ChargeMatch[] }[]): ReadonlySet<string> =>
  new Set(rules.flatMap(({ match }) => match.flatMap(({ tags }) => Object.keys(tags ?? {}))));
