import type { AnsweredQuery } from "@skylane/core";

/** What answers a question of one source, beside what every answer has. */
export type Answer = Pick<AnsweredQuery, "columns" | "rows" | "rowCount" | "notes"> &
  Partial<Pick<AnsweredQuery, "chart" | "insights">>;

/** Whether fewer rows are shown than there are, in words. */
export const cutNote = (shownCount: number, rowCount: number): readonly string[] =>
  shownCount < rowCount
    ? [`${shownCount} of ${rowCount} rows are shown; “top 500” shows more, a shorter time fewer.`]
    : [];
