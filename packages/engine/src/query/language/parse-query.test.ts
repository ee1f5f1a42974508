import { describe, expect, it } from "vitest";
import { parseQuery } from "./parse-query.ts";
import { printQuery } from "./print-query.ts";

const words = (asked: string): string => {
  const reading = parseQuery(asked);
  return reading.outcome === "read"
    ? printQuery(reading.query)
    : `${reading.text.slice(reading.at, reading.at + reading.length)} → ${reading.problem}`;
};

describe("engine/query/language/parse-query", () => {
  it.each([
    [
      "requests from web-app to data-service slower than 1 s yesterday",
      "requests from web-app to data-service slower than 1000 ms yesterday",
    ],
    [
      "Show all requests from web-app to data-service that took > 1s",
      "requests from web-app to data-service slower than 1000 ms last 1 hour",
    ],
    ["requests between web-app and data-service today", "requests from web-app to data-service today"],
    [
      "requests from aws to azure since yesterday 14:00",
      "requests from cloud aws to cloud azure since yesterday 14:00",
    ],
    ['requests from "aws" last 3h', 'requests from "aws" last 3 hours'],
    ["errors of data-service today", "errors of requests to data-service today"],
    ["failed requests to data-service, by route", "count of failed requests to data-service last 1 hour by route"],
    ["p95 of requests to data-service by hour since 14:00", "p95 of requests to data-service since 14:00 by hour"],
    ["p95 latency of requests to data-service", "p95 of requests to data-service last 1 hour"],
    [
      "how many requests GET /api/sales today by caller and hour",
      'count of requests route "GET /api/sales" today by caller by hour',
    ],
    ["average duration of incidents last week by group", "average of incidents last week by group"],
    ["round trip of dx-use1-1 above 20 ms last 3 h", "round trip of path dx-use1-1 above 20 ms last 3 hours"],
    ["loss of paths in aws by path today", "average of loss of paths in cloud aws today by path"],
    ["paths above 1 % last hour", "loss of paths above 1 % last 1 hour"],
    ["incidents last week by group", "count of incidents last week by group"],
    ["open incidents", "incidents status open last 1 hour"],
    ["events failover.* since yesterday", "events type failover.* since yesterday"],
    ["slowest 10 requests", "requests last 1 hour highest first top 10"],
    ["what were the worst requests today?", "requests today highest first"],
  ])("reads “%s”", (asked, expected) => {
    expect(words(asked)).toBe(expected);
  });

  it.each([
    ["", " → it is not said what is asked for"],
    ["requests form web-app", "form → “form” is not understood here"],
    ["requests from yesterday's build", "' → “and” and the end of the time are expected here"],
    ["requests slower than 1", "1 → it is not said of which unit this is"],
    [
      "requests from errors",
      "errors → a name is expected after “from”; one that is a word of the language, or begins with a digit, stands in quotes",
    ],
    ["loss above 20 ms", "above 20 ms → loss is a share of the probes"],
    ["p95 of requests slower than 1 s", "slower than 1 s → this is a value of all requests; a limit leaves some out"],
    ["requests slower than 2 s faster than 1 s", "faster than 1 s → nothing is above the one and below the other"],
    ["incidents from aws", "from aws → “from” is nothing that incidents have"],
    ["requests by path", "by path → requests are not counted by path"],
    ["requests today yesterday", "yesterday → the time is said twice"],
    ["requests to web to db", "to db → this is said twice, and not alike"],
    ["requests on 2026-02-30", "2026-02-30 → there is no such day; a date is written 2026-11-20"],
    ["requests since 25:00", "25:00 → there is no such time of day; it goes from 00:00 to 23:59"],
    ["newest count of requests", "newest → these have no time; order them by what they are"],
    ["DROP TABLE requests", "DROP → “DROP” is not understood here"],
  ])("says where it does not understand “%s”", (asked, expected) => {
    expect(words(asked)).toBe(expected);
  });

  it.each([
    ["requests form web-app", ["from"]],
    ["requestss", ["requests", "request"]],
    ["requests yesterdya", ["yesterday"]],
    ["loss of paths by routes", ["route"]],
  ])("says what may have been meant by “%s”", (asked, expected) => {
    const reading = parseQuery(asked);

    expect(reading.outcome === "not-read" && reading.suggestions).toEqual(expect.arrayContaining(expected));
  });
});
