import type { PathStateName } from "@skylane/core";
import { stateMarks } from "../words.ts";
import type { EdgeBadge } from "./labels.ts";
import { badgeWidthPx } from "./labels.ts";
import { textWidthPx } from "./text-size.ts";

export const LEGEND_WIDTH_PX = 900;
export const LEGEND_HEIGHT_PX = 56;

const states: readonly PathStateName[] = ["up", "degraded", "down", "unknown"];
const badges: readonly (readonly [EdgeBadge, string])[] = [
  ["SPOF", "single point of failure"],
  ["zombie", "paid for, carries nothing"],
  ["public", "crosses the public internet unencrypted"],
];

/** What lines, dashes, widths and badges mean. */
export function legend(x: number, y: number): string {
  const rows = [
    row(x, y + 12, [
      ...states.map((state) => line(`${stateMarks[state]} ${state}`, `class="edge ${state}" stroke-width="3"`)),
      line("not in the inventory", 'class="edge unknown undeclared" stroke-width="2.5"'),
      line("little capacity", 'class="edge unknown" stroke-width="1.5"'),
      line("much", 'class="edge unknown" stroke-width="6"'),
      line("attached", 'class="attachment"'),
    ]),
    row(
      x,
      y + 38,
      badges.map(([badge, meaning]) => badgeItem(badge, meaning)),
    ),
  ];
  return `<g>${rows.join("")}</g>`;
}

interface Item {
  readonly width: number;
  readonly draw: (x: number, y: number) => string;
}

const line = (text: string, attributes: string): Item => ({
  width: 30 + 6 + textWidthPx(text, 11) + 20,
  draw: (x, y) =>
    `<path ${attributes} d="M${x} ${y - 4}L${x + 30} ${y - 4}"/><text x="${x + 36}" y="${y}">${text}</text>`,
});

const badgeItem = (badge: EdgeBadge, meaning: string): Item => {
  const width = badgeWidthPx(badge);
  return {
    width: width + 6 + textWidthPx(meaning, 11) + 20,
    draw: (x, y) =>
      `<rect class="badge-${badge}" x="${x}" y="${y - 11}" width="${width}" height="15" rx="7.5"/><text class="badge on-badge" x="${x + width / 2}" y="${y}" text-anchor="middle">${badge}</text><text x="${x + width + 6}" y="${y}">${meaning}</text>`,
  };
};

function row(x: number, y: number, items: readonly Item[]): string {
  let left = x;
  return items
    .map(({ width, draw }) => {
      const drawn = draw(left, y);
      left += width;
      return drawn;
    })
    .join("");
}
