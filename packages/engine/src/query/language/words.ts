import type { Query, QueryOrder, QueryUnit } from "@skylane/core";

/** Words for one thing; the first is the one that is written. */
type Words<Value extends string> = Readonly<Record<Value, readonly [string, ...string[]]>>;

export const sourceWords: Words<Query["source"]> = {
  requests: ["requests", "request", "calls", "call", "spans", "traces"],
  samples: ["samples", "paths", "minutes"],
  events: ["events", "event"],
  incidents: ["incidents", "incident", "failures"],
};
export const measureWords: Words<"count" | "errors" | "average" | "p50" | "p95" | "p99" | "max"> = {
  count: ["count", "number"],
  errors: ["errors", "error"],
  average: ["average", "mean", "avg"],
  p50: ["p50", "median"],
  p95: ["p95"],
  p99: ["p99"],
  max: ["max", "maximum", "longest"],
};
export const metricWords: Words<"rtt" | "loss" | "jitter"> = {
  rtt: ["round", "rtt", "latency"],
  loss: ["loss"],
  jitter: ["jitter"],
};
export const unitWords: Words<QueryUnit> = {
  minute: ["minutes", "minute", "min", "mins", "m"],
  hour: ["hours", "hour", "h", "hr", "hrs"],
  day: ["days", "day", "d"],
  week: ["weeks", "week", "w"],
};
export const orderWords: Words<QueryOrder> = {
  newest: ["newest", "latest"],
  oldest: ["oldest"],
  highest: ["highest", "slowest", "worst"],
  lowest: ["lowest", "fastest"],
};
export const aboveWords = ["slower", "longer", "above", "over", "higher", "greater", "more", "exceeding"];
export const belowWords = ["faster", "shorter", "below", "under", "lower", "less", "quicker"];
export const failedWords = ["failed", "failing"];
export const lossOrNot = ["%", "percent"];

/** Ms in a unit of a duration. */
export const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  millisecond: 1,
  milliseconds: 1,
  s: 1_000,
  sec: 1_000,
  second: 1_000,
  seconds: 1_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
};

/** What may be counted by, of each source: what is written, and what is meant. */
export const dimensionWords: Readonly<Record<Query["source"], Readonly<Record<string, string>>>> = {
  requests: {
    caller: "caller",
    service: "service",
    route: "route",
    "caller-cloud": "caller-cloud",
    cloud: "cloud",
  },
  samples: { path: "path", group: "group", cloud: "cloud", vantage: "vantage" },
  events: { type: "type", subject: "subject" },
  incidents: { group: "group", status: "status", path: "path" },
};
export const stepWords = ["minute", "hour", "day"];

/** Words that may stand anywhere and say nothing. */
export const fillers = new Set(
  "show,list,give,find,get,tell,me,us,all,any,the,a,an,which,that,were,was,are,is,took,take,taking,please,what,who,have,had,with,first,duration,durations,trip,trips,time,times,share,ratio,rate,how,many".split(
    ",",
  ),
);

const clauseWords =
  "from,to,of,in,on,by,per,and,between,since,last,past,this,today,yesterday,until,than,route,path,group,cloud,service,status,type,top,limit,get,post,put,patch,delete,head,options".split(
    ",",
  );

/** Every word that means something: a name that is one of them stands in quotes. */
export const reserved: ReadonlySet<string> = new Set([
  ...[sourceWords, measureWords, metricWords, unitWords, orderWords].flatMap((words) => Object.values(words).flat()),
  ...[...aboveWords, ...belowWords, ...failedWords, ...Object.keys(durationUnits), "percent"],
  ...Object.values(dimensionWords).flatMap((words) => Object.keys(words)),
  ...fillers,
  ...clauseWords,
]);

/** The thing that a word means. */
export function meant<Value extends string>(words: Words<Value>, word: string): Value | undefined {
  return (Object.keys(words) as Value[]).find((value) => words[value].includes(word));
}
