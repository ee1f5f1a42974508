import { parser } from "@prometheus-io/lezer-promql";

/** What an expression of PromQL asks for. */
export interface Asked {
  readonly series: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels it groups or matches by. */
  readonly grouping: readonly string[];
}

/** By the grammar of Prometheus. @throws where it is no PromQL */
export function askedBy(expression: string): Asked {
  const series: { name: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  let isGrouping = false;
  parser.parse(expression).iterate({
    enter({ name, from, to, type }) {
      const text = expression.slice(from, to);
      if (type.isError) throw new Error(`no PromQL at ${from} of ${expression}`);
      if (name === "VectorSelector") series.push({ name: "", labels: [] });
      if (name === "Identifier") (series.at(-1) as { name: string }).name = text;
      if (name === "GroupingLabels") isGrouping = true;
      if (name === "LabelName") (isGrouping ? grouping : (series.at(-1)?.labels ?? [])).push(text);
    },
    leave({ name }) {
      if (name === "GroupingLabels") isGrouping = false;
    },
  });
  return { series, grouping };
}
