import { IncidentStatus, type QueryStep } from "@skylane/core";
import { type Cursor, isMisread, type Misread } from "./cursor.ts";
import { isCloud, readCloud, readEnd, readName } from "./read-name.ts";
import { isMoment, readRange } from "./read-range.ts";
import { ofName, type Said } from "./said.ts";
import {
  aboveWords,
  belowWords,
  dimensionWords,
  durationUnits,
  failedWords,
  lossOrNot,
  meant,
  measureWords,
  metricWords,
  orderWords,
  sourceWords,
  stepWords,
} from "./words.ts";

/** Reads one part of a question from where the cursor stands; `undefined` = another clause's, and nothing was taken. */
type Clause = (cursor: Cursor) => Partial<Said> | Misread | undefined;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
const dimensions = [...new Set(Object.values(dimensionWords).flatMap((words) => Object.keys(words)))];

const route: Clause = (cursor) => {
  const isSaid = cursor.takeWord("route") !== undefined;
  const { text, kind } = cursor.peek();
  const isPath = (token: { readonly kind: string; readonly text: string }) =>
    token.kind === "word" && token.text.startsWith("/");
  if (METHODS.includes(text) && isPath(cursor.peek(1))) return { route: `${cursor.take().text} ${cursor.take().text}` };
  if (kind === "word" && isPath({ kind, text })) return { route: cursor.take().text };
  if (!isSaid) return undefined;
  const said = readName(cursor, "route");
  return isMisread(said) ? said : { route: said.name };
};

const range: Clause = (cursor) => {
  const found = readRange(cursor);
  return found === undefined || isMisread(found) ? found : { range: found };
};

const ends: Clause = (cursor) => {
  if (cursor.peek().word === "between" && !isMoment(cursor.peek(1))) {
    cursor.take();
    const from = readEnd(cursor, "between");
    if (isMisread(from)) return from;
    if (!cursor.takeWord("and")) return cursor.misread("“and” and the other end are expected here");
    const to = readEnd(cursor, "and");
    return isMisread(to) ? to : { from: from.end, to: to.end };
  }
  const which = cursor.takeWord("from", "to");
  if (!which) return undefined;
  const read = readEnd(cursor, which.word);
  return isMisread(read) ? read : { [which.word]: read.end };
};

const of: Clause = (cursor) => {
  const after = cursor.takeWord("of", "in");
  if (!after) return undefined;
  cursor.skipFillers();
  const next = cursor.peek();
  if (
    after.word === "of" &&
    (meant(sourceWords, next.word) || failedWords.includes(next.word) || meant(metricWords, next.word))
  )
    return {};
  if (cursor.takeWord("cloud")) {
    const read = readCloud(cursor);
    return isMisread(read) ? read : { of: { kind: "cloud", name: read.cloud } };
  }
  const kind = cursor.takeWord("path", "group", "service")?.word as "path" | "group" | "service" | undefined;
  const said = readName(cursor, kind ?? after.word);
  if (isMisread(said)) return said;
  if (kind === undefined && isCloud(said)) return { of: { kind: "cloud", name: said.name.toLowerCase() } };
  return { of: ofName(said, kind) };
};

const threshold: Clause = (cursor) => {
  const { word } = cursor.peek();
  const isAbove = aboveWords.includes(word) || word === ">" || word === ">=";
  if (!isAbove && !belowWords.includes(word) && word !== "<" && word !== "<=") return undefined;
  cursor.take();
  cursor.takeWord("than");
  const { kind, text } = cursor.peek();
  if (kind !== "number") return cursor.misread("a number with its unit is expected here", ["1 s", "250 ms", "1 %"]);
  const factor = durationUnits[cursor.peek(1).word];
  const isPercent = lossOrNot.includes(cursor.peek(1).word);
  if (factor === undefined && !isPercent)
    return cursor.misread("it is not said of which unit this is", [`${text} ms`, `${text} s`, `${text} %`]);
  const value = isPercent || factor === 1 ? Number(text) : Number((Number(text) * (factor ?? 1)).toPrecision(12));
  if (value < 0.001 || value > (isPercent ? 100 : 1e9))
    return cursor.misread(isPercent ? "must be a share of at most 100 %" : "must be from 0.001 ms to 277 hours");
  cursor.take();
  cursor.take();
  if (isPercent) return isAbove ? { abovePercent: value } : { belowPercent: value };
  return isAbove ? { aboveMs: value } : { belowMs: value };
};

const by: Clause = (cursor) => {
  if (!cursor.takeWord("by", "per")) return undefined;
  const found: string[] = [];
  let every: QueryStep | undefined;
  const isDimension = (word: string): boolean => dimensions.includes(word) || stepWords.includes(word);
  for (;;) {
    cursor.skipFillers();
    const { word } = cursor.peek();
    if (!isDimension(word)) return cursor.misread("nothing is counted by this", [...dimensions, ...stepWords]);
    cursor.take();
    if (stepWords.includes(word)) every = word as QueryStep;
    else found.push(word === "caller" && cursor.takeWord("cloud") ? "caller-cloud" : word);
    if (![",", "and", "by", "per"].includes(cursor.peek().word) || !isDimension(cursor.peek(1).word)) break;
    cursor.take();
  }
  return { ...(found.length > 0 && { by: [...new Set(found)] }), ...(every && { every }) };
};

const order: Clause = (cursor) => {
  const found = meant(orderWords, cursor.peek().word);
  if (!found) return undefined;
  cursor.take();
  const { kind, text } = cursor.peek();
  if (kind !== "number") return { order: found };
  const limit = limitOf(cursor, text);
  return typeof limit === "number" ? { order: found, limit } : limit;
};

const limit: Clause = (cursor) => {
  if (!cursor.takeWord("top", "limit")) return undefined;
  const { kind, text } = cursor.peek();
  if (kind !== "number") return cursor.misread("how many is expected here", ["top 10"]);
  const found = limitOf(cursor, text);
  return typeof found === "number" ? { limit: found } : found;
};

function limitOf(cursor: Cursor, text: string): number | Misread {
  const found = Number(text);
  if (!Number.isInteger(found) || found < 1 || found > 500)
    return cursor.misread("must be a whole number from 1 to 500");
  cursor.take();
  return found;
}

const PATTERN = /^(?=.*[.*])[a-z0-9*][a-z0-9.*-]*[a-z0-9*]$/;
const type: Clause = (cursor) => {
  const isSaid = cursor.takeWord("type") !== undefined;
  const { text, kind } = cursor.peek();
  if (
    (kind === "word" || (isSaid && kind === "quoted")) &&
    (isSaid ? text.length > 1 : PATTERN.test(text)) &&
    text.length <= 128
  ) {
    if (/^[a-z0-9*][a-z0-9.*-]*[a-z0-9*]$/.test(text)) return { type: cursor.take().text };
  }
  return isSaid
    ? cursor.misread("a type of event is expected here", ["failover.*", "health.path-state-changed.v1"])
    : undefined;
};

const status: Clause = (cursor) => {
  const isSaid = cursor.takeWord("status") !== undefined;
  const found = IncidentStatus.safeParse(cursor.peek().word);
  if (!found.success)
    return isSaid ? cursor.misread("a status of incidents is expected here", IncidentStatus.options) : undefined;
  cursor.take();
  return { status: found.data };
};

const failed: Clause = (cursor) => (cursor.takeWord(...failedWords) ? { isFailed: true } : undefined);

const subject: Clause = (cursor) => {
  const { word } = cursor.peek();
  if (word === "how" && cursor.peek(1).word === "many") {
    cursor.take();
    cursor.take();
    return { measure: "count" };
  }
  const measure = meant(measureWords, word);
  const metric = meant(metricWords, word);
  const source = meant(sourceWords, word);
  if (!measure && !metric && !source) return undefined;
  cursor.take();
  // the durations of requests are not the round trips of paths: which is meant is known when all is read
  if (metric) return { metric };
  return measure ? { measure } : { source: source ?? "requests" };
};

/** In the order in which they are tried. */
export const clauses: readonly Clause[] = [
  route,
  range,
  ends,
  of,
  threshold,
  by,
  subject,
  failed,
  status,
  order,
  limit,
  type,
];
