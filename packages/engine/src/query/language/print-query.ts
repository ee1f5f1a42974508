import { cloudIds, type Query, type QueryEnd, type QueryMoment, type QueryRange } from "@skylane/core";
import { quoted } from "./tokens.ts";
import { measureWords, metricWords, orderWords, reserved } from "./words.ts";

/** The question in the words of the grammar: `parseQuery` reads the same out of them. */
export function printQuery(query: Query): string {
  return [
    ...subjectOf(query),
    printRange(query.range),
    query.by.length > 0 ? `by ${query.by.join(", ")}` : undefined,
    query.every && `by ${query.every}`,
    query.order && `${orderWords[query.order][0]} first`,
    query.limit && `top ${query.limit}`,
  ]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}

function subjectOf(query: Query): readonly (string | undefined)[] {
  const measure = query.measure === "rows" ? undefined : `${measureWords[query.measure][0]} of`;
  if (query.source === "requests") {
    const { from, to, route, slowerThanMs, fasterThanMs, isFailed } = query;
    return [
      measure,
      isFailed && "failed",
      "requests",
      from && `from ${printEnd(from)}`,
      to && `to ${printEnd(to)}`,
      route === undefined ? undefined : `route ${quoted(route)}`,
      slowerThanMs === undefined ? undefined : `slower than ${slowerThanMs} ms`,
      fasterThanMs === undefined ? undefined : `faster than ${fasterThanMs} ms`,
    ];
  }
  if (query.source === "samples") {
    const { metric, of, aboveMs, belowMs, abovePercent, belowPercent } = query;
    return [
      measure,
      metric === "rtt" ? "round trip" : metricWords[metric][0],
      of === undefined
        ? "of paths"
        : "path" in of
          ? `of path ${printName(of.path)}`
          : "group" in of
            ? `of paths of group ${printName(of.group)}`
            : `of paths in cloud ${of.cloud}`,
      aboveMs === undefined ? undefined : `above ${aboveMs} ms`,
      belowMs === undefined ? undefined : `below ${belowMs} ms`,
      abovePercent === undefined ? undefined : `above ${abovePercent} %`,
      belowPercent === undefined ? undefined : `below ${belowPercent} %`,
    ];
  }
  if (query.source === "events")
    return [
      measure,
      "events",
      query.type === undefined ? undefined : `type ${/^[a-z*]/.test(query.type) ? query.type : quoted(query.type)}`,
      query.of === undefined ? undefined : `of ${printName(query.of)}`,
    ];
  const { of, status } = query;
  return [
    measure,
    "incidents",
    of === undefined ? undefined : "path" in of ? `of path ${printName(of.path)}` : `of group ${printName(of.group)}`,
    status && `status ${status}`,
  ];
}

const BARE = /^[a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)*$/i;
/** A name as it stands in a question, in quotes where it could be taken for something else. */
export const printName = (name: string): string =>
  BARE.test(name) &&
  !/[.-]$/.test(name) &&
  !reserved.has(name.toLowerCase()) &&
  !(cloudIds as readonly string[]).includes(name.toLowerCase())
    ? name
    : quoted(name);

const printEnd = (end: QueryEnd): string => ("cloud" in end ? `cloud ${end.cloud}` : printName(end.service));

function printRange(range: QueryRange): string {
  switch (range.kind) {
    case "last":
      return `last ${range.count} ${range.count === 1 ? range.unit : `${range.unit}s`}`;
    case "on":
      return range.day === "today" || range.day === "yesterday" ? range.day : `on ${range.day}`;
    case "week":
      return `${range.week} week`;
    case "since":
      return `since ${printMoment(range.from)}`;
    case "between":
      return `between ${printMoment(range.from)} and ${printMoment(range.until)}`;
  }
}

const two = (value: number): string => String(value).padStart(2, "0");
const printMoment = ({ day, minuteOfDay }: QueryMoment): string =>
  [day, minuteOfDay === undefined ? undefined : `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`]
    .filter((part) => part !== undefined)
    .join(" ");
