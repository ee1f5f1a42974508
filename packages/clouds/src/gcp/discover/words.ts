const LONGEST = 256;

/** Text from outside, no longer than a name may be; never cut within a character. */
export const clip = (text: string): string =>
  text.length <= LONGEST ? text : text.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, "");

/** Labels of an object, and its description if it has one: VPC networks and routers have no labels. */
export const tagsOf = ({
  labels,
  description,
}: {
  readonly labels: Readonly<Record<string, string>> | undefined;
  readonly description: string | undefined;
}): Record<string, string> =>
  Object.fromEntries([
    ...Object.entries(labels ?? {}).map(([name, value]) => [clip(name), clip(value)]),
    ...(description ? [["description", clip(description)]] : []),
  ]);

/** A creation timestamp as milliseconds; `undefined` if it is none. */
export function momentOf(timestamp: string | undefined): number | undefined {
  const ms = Date.parse(timestamp ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

/** `169.254.1.1/30` as `169.254.1.1`. */
export const addressOf = (range: string | undefined): string | undefined => range?.split("/")[0] || undefined;
