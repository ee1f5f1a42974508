import type { ReactNode } from "react";
import { Scroll } from "../shell/scroll.tsx";

/** A table that scrolls by itself; columns of `numbers`, counted from 0, hold amounts. */
export const Table = ({
  label,
  head,
  rows,
  numbers = [],
}: {
  readonly label: string;
  readonly head: readonly string[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
  readonly numbers?: readonly number[];
}) => (
  <Scroll label={label}>
    <table>
      <thead>
        <tr>
          {head.map((title, i) => (
            <th key={title} scope="col" className={numbers.includes(i) ? "number" : undefined}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, i) => (
              <td key={head[i]} className={numbers.includes(i) ? "number" : undefined}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);
