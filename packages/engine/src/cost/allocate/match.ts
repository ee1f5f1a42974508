import type { BillLine, ChargeMatch, CostSettings } from "@skylane/core";

const TEXT_FIELDS = ["subAccountId", "serviceName", "serviceCategory", "regionId", "resourceId"] as const;

/** What rules look at: of a line of a bill, or of whoever sends. */
export type Described = Partial<Pick<BillLine, "cloud" | "category" | (typeof TEXT_FIELDS)[number]>> &
  Pick<BillLine, "tags">;
type Test = (line: Described) => boolean;

/** A test for whether a line is meant by one of several descriptions; made once, asked for every line of a bill. */
export function matcher(matches: readonly ChargeMatch[]): Test {
  const tests = matches.map(testOf);
  return (line) => tests.some((test) => test(line));
}

function testOf(match: ChargeMatch): Test {
  const { cloud, category, tags } = match;
  const tests: Test[] = [];
  if (cloud !== undefined) tests.push((line) => line.cloud === cloud);
  if (category !== undefined) tests.push((line) => line.category === category);
  for (const field of TEXT_FIELDS) {
    const wanted = match[field];
    if (wanted === undefined) continue;
    const isWanted = textTest(wanted);
    tests.push((line) => isWanted(line[field]));
  }
  for (const [name, wanted] of Object.entries(tags ?? {})) {
    const isWanted = textTest(wanted);
    tests.push((line) => isWanted(line.tags[name]));
  }
  return (line) => tests.every((test) => test(line));
}

function textTest(wanted: string): (value: string | undefined) => boolean {
  if (!wanted.endsWith("*")) return (value) => value === wanted;
  const beginning = wanted.slice(0, -1);
  return (value) => value?.startsWith(beginning) ?? false;
}

/** Names of tags that any rule of the configuration asks for: those that are kept of a bill. */
export const tagNamesAsked = ({ scopes, shared, transfers, savings }: CostSettings): ReadonlySet<string> =>
  new Set(
    [
      ...scopes,
      ...shared,
      ...transfers,
      ...savings.offers,
      { match: savings.faultTolerant },
      { match: savings.nonProduction },
    ].flatMap(({ match }) => match.flatMap(({ tags }) => Object.keys(tags ?? {}))),
  );
