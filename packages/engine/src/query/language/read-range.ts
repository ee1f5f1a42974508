import { QueryDay, type QueryMoment, type QueryRange, type QueryUnit } from "@skylane/core";
import { type Cursor, isMisread, type Misread } from "./cursor.ts";
import { meant, unitWords } from "./words.ts";

/** Whether a moment begins here. */
export const isMoment = ({ kind, word }: { readonly kind: string; readonly word: string }): boolean =>
  kind === "date" || kind === "time" || word === "today" || word === "yesterday";

/** The time range that begins here; `undefined` = none does. */
export function readRange(cursor: Cursor): QueryRange | Misread | undefined {
  const { word, kind } = cursor.peek();
  if (word === "on" && isMoment(cursor.peek(1))) cursor.take();
  if (isMoment(cursor.peek()) && cursor.peek().kind !== "time") return readDayRange(cursor);
  if (kind === "time") return cursor.misread("a time of day needs “since” or “between”", ["since 14:00"]);
  if (word === "last" || word === "past") return readLast(cursor);
  if (word === "this" && cursor.peek(1).word === "week") {
    cursor.take();
    cursor.take();
    return { kind: "week", week: "this" };
  }
  if (word === "since") {
    cursor.take();
    const from = readMoment(cursor);
    return isMisread(from) ? from : { kind: "since", from };
  }
  if ((word === "between" || word === "from") && isMoment(cursor.peek(1))) {
    cursor.take();
    return readBetween(cursor);
  }
  return undefined;
}

function readDayRange(cursor: Cursor): QueryRange | Misread {
  const moment = readMoment(cursor);
  if (isMisread(moment)) return moment;
  const { day, minuteOfDay } = moment;
  if (day !== undefined && minuteOfDay === undefined) return { kind: "on", day };
  return {
    ...cursor.misread("one moment is no time range; say since when, or between which"),
    suggestions: ["since yesterday 14:00", "between 10:00 and 11:30"],
  };
}

function readLast(cursor: Cursor): QueryRange | Misread {
  cursor.take();
  const counted = cursor.peek().kind === "number" ? cursor.peek() : undefined;
  const count = counted ? Number(counted.text) : 1;
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    return cursor.misread("must be a whole number from 1 to 10,000", ["last 3 hours"]);
  if (counted) cursor.take();
  const unit: QueryUnit | undefined = meant(unitWords, cursor.peek().word);
  if (!unit) return cursor.misread("a unit of time is expected here", ["minutes", "hours", "days"]);
  cursor.take();
  return unit === "week" && !counted ? { kind: "week", week: "last" } : { kind: "last", count, unit };
}

function readBetween(cursor: Cursor): QueryRange | Misread {
  const from = readMoment(cursor);
  if (isMisread(from)) return from;
  if (!cursor.takeWord("and", "to", "until"))
    return cursor.misread("“and” and the end of the time are expected here", ["and 11:30"]);
  const until = readMoment(cursor);
  if (isMisread(until)) return until;
  // between 10:00 and 11:30 yesterday
  const isDayAtTheEnd = from.day === undefined && until.day !== undefined && until.minuteOfDay !== undefined;
  return { kind: "between", from: isDayAtTheEnd ? { ...from, day: until.day } : from, until };
}

function readMoment(cursor: Cursor): QueryMoment | Misread {
  const before = readDay(cursor);
  if (isMisread(before)) return before;
  if (before) cursor.takeWord("at");
  const time = readTime(cursor);
  if (isMisread(time)) return time;
  const day = before ?? readDay(cursor);
  if (isMisread(day)) return day;
  if (!day && !time)
    return cursor.misread("a day or a time of day is expected here", ["yesterday", "14:00", "2026-11-20"]);
  return { ...(day && { day: day.day }), ...(time && { minuteOfDay: time.minuteOfDay }) };
}

function readDay(cursor: Cursor): { readonly day: QueryDay } | Misread | undefined {
  const { kind, word } = cursor.peek();
  if (word !== "today" && word !== "yesterday" && kind !== "date") return undefined;
  const day = QueryDay.safeParse(word.slice(0, kind === "date" ? 10 : undefined));
  if (!day.success) return cursor.misread("there is no such day; a date is written 2026-11-20");
  cursor.take();
  return { day: day.data };
}

function readTime(cursor: Cursor): { readonly minuteOfDay: number } | Misread | undefined {
  if (cursor.peek().kind !== "time") return undefined;
  const [hours = 0, minutes = 0] = cursor.peek().text.replace("Z", "").split(":").map(Number);
  if (hours > 23 || minutes > 59) return cursor.misread("there is no such time of day; it goes from 00:00 to 23:59");
  cursor.take();
  return { minuteOfDay: hours * 60 + minutes };
}
