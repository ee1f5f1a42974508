import {
  type EventQuestion,
  eventRegistry,
  type Incident,
  type IncidentQuery,
  type QueryChart,
  type QueryColumn,
  type RequestRange,
  type SkylaneEvent,
} from "@skylane/core";
import { type Answer, cutNote } from "./answer.ts";
import {
  arranged,
  barsOf,
  cellsOf,
  labelColumns,
  linesOf,
  type Row,
  STEP_MS,
  stepFor,
  stepStart,
  timeColumn,
} from "./table.ts";

/** What is needed of an event. */
export type LoggedEvent = Pick<SkylaneEvent, "type" | "time" | "subject">;

/** Whether an event is asked about: a `*` stands for anything. */
export const isAskedEvent =
  ({ type, of }: Pick<EventQuestion, "type" | "of">) =>
  (event: LoggedEvent): boolean =>
    (type === undefined || fitsPattern(event.type, type)) && (of === undefined || event.subject === of);

/** Each part at the first place it fits, the last at the end: no pattern takes long. */
function fitsPattern(text: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Answers from events that are asked about. */
export function answerEvents(query: EventQuestion, events: readonly LoggedEvent[], range: RequestRange): Answer {
  const rows = events.map(
    ({ type, time, subject }): Row => ({
      atMs: Date.parse(time),
      labels: [type, subject],
      cells: [eventRegistry[type].says],
    }),
  );
  const dimensionOf = { type: 0, subject: 1 } as const;
  return answerOf(
    query,
    rows,
    ({ labels }, by) => labels[dimensionOf[by as keyof typeof dimensionOf]] ?? "",
    [timeColumn, { label: "event", kind: "text" }, { label: "about", kind: "text" }, { label: "says", kind: "text" }],
    "events",
    range,
  );
}

/** Answers from incidents that were opened in the range; a duration is until it was closed, or until now. */
export function answerIncidents(
  query: IncidentQuery,
  incidents: readonly Incident[],
  range: RequestRange,
  nowMs: number,
): Answer {
  const { of, status } = query;
  const rows = incidents
    .filter(
      (one) =>
        one.openedAtMs >= range.fromMs &&
        one.openedAtMs < range.untilMs &&
        (status === undefined || one.status === status) &&
        (of === undefined || ("path" in of ? one.fromPathId === of.path : one.groupId === of.group)),
    )
    .map(({ id, groupId, status: stands, fromPathId, openedAtMs, closedAtMs, reason }): Row => {
      const durationMs = Math.max(0, (closedAtMs ?? nowMs) - openedAtMs);
      return {
        atMs: openedAtMs,
        labels: [id, groupId, fromPathId, stands],
        cells: [durationMs, reason ?? null],
        value: durationMs,
      };
    });
  const dimensionOf = { group: 1, path: 2, status: 3 } as const;
  const open = incidents.some(({ closedAtMs }) => closedAtMs === undefined);
  const answer = answerOf(
    query,
    rows,
    ({ labels }, by) => labels[dimensionOf[by as keyof typeof dimensionOf]] ?? "",
    [
      { label: "opened (UTC)", kind: "time" },
      { label: "incident", kind: "incident" },
      { label: "group", kind: "text" },
      { label: "path", kind: "path" },
      { label: "status", kind: "text" },
      { label: "duration", kind: "ms" },
      { label: "reason", kind: "text" },
    ],
    "incidents",
    range,
  );
  return open && rows.length > 0
    ? { ...answer, notes: [...answer.notes, "One that is not closed lasts until now."] }
    : answer;
}

/** Rows as they are, or counted and measured by group and step. */
function answerOf(
  query: EventQuestion | IncidentQuery,
  rows: readonly Row[],
  labelOf: (row: Row, by: string) => string,
  columns: readonly QueryColumn[],
  label: string,
  range: RequestRange,
): Answer {
  const grouped = (by: readonly string[], stepMs: number | undefined, measure: string): readonly Row[] =>
    [
      ...Map.groupBy(rows, (row) =>
        JSON.stringify([
          stepMs === undefined ? null : stepStart(row.atMs ?? 0, stepMs),
          ...by.map((one) => labelOf(row, one)),
        ]),
      ),
    ].map(([key, own]) => {
      const [atMs, ...labels] = JSON.parse(key) as [number | null, ...string[]];
      const lasted = own.map(({ value = 0 }) => value);
      const value =
        measure === "max"
          ? lasted.reduce((most, one) => Math.max(most, one), 0)
          : measure === "average"
            ? lasted.reduce((sum, one) => sum + one, 0) / lasted.length
            : own.length;
      const isDuration = measure === "max" || measure === "average";
      return { ...(atMs !== null && { atMs }), labels, cells: isDuration ? [own.length, value] : [own.length], value };
    });
  const { measure, by, every } = query;
  const isDuration = measure === "max" || measure === "average";
  const stepMs = every ? STEP_MS[every] : stepFor(range.fromMs, range.untilMs);
  const unit = isDuration ? "ms" : "count";
  const chart: QueryChart | undefined =
    by.length > 0 && every === undefined
      ? barsOf(grouped(by, undefined, measure), label, unit)
      : linesOf(grouped(by, stepMs, measure), { label, unit, ...range, stepMs, isCount: !isDuration });
  const isRows = measure === "rows";
  const all = isRows ? rows : grouped(by, every && STEP_MS[every], measure);
  const shown = arranged(all, query, isRows ? "newest" : "highest");
  const counted: readonly QueryColumn[] = [
    ...(every ? [timeColumn] : []),
    ...labelColumns(by),
    { label, kind: "count" },
    ...(isDuration ? [{ label: `${measure} duration`, kind: "ms" } as const] : []),
  ];
  return {
    columns: [...(isRows ? columns : counted)],
    rows: cellsOf(shown, isRows || every !== undefined),
    rowCount: all.length,
    notes: [...cutNote(shown.length, all.length)],
    ...(chart && { chart }),
  };
}
