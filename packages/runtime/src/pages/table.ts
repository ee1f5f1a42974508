/** A column of a table; its cells are markup. */
export interface Column {
  readonly title: string;
  /** `aside`: numbers that a phone has no room for. */
  readonly is?: "number" | "name" | "long" | "short" | "number aside";
}

/** A table of markup: cells are escaped by whoever makes them. */
export const tableOf = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const cell = (tag: "th" | "td", content: string, i: number): string => {
    const of = columns[i]?.is;
    return `<${tag}${tag === "th" ? ' scope="col"' : ""}${of ? ` class="${of}"` : ""}>${content}</${tag}>`;
  };
  return [
    '<div class="scroll"><table>',
    `<thead><tr>${columns.map(({ title }, i) => cell("th", title, i)).join("")}</tr></thead>`,
    `<tbody>${rows.map((row) => `<tr>${row.map((content, i) => cell("td", content, i)).join("")}</tr>`).join("\n")}</tbody>`,
    "</table></div>",
  ].join("");
};
