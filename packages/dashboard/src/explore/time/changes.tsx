import type { TopologyChange } from "@skylane/core";
import { cutMiddle, cutOff, plain } from "../../shell/plain-text.ts";
import { type Address, writeAddress } from "../address.ts";
import { markSigns } from "./marks.ts";

const SHOWN = 200;
const MARKS = { added: "came", removed: "went", changed: "changed" } as const;

/** What came, went and changed since the look before, each to be chosen. */
export function Changes({
  changes,
  address,
}: {
  readonly changes: readonly TopologyChange[];
  readonly address: Address;
}) {
  if (changes.length === 0) return <p className="sub changes">Nothing changed since the look before.</p>;
  const counts = (["added", "removed", "changed"] as const)
    .map((kind) => ({ kind, count: changes.filter((one) => one.kind === kind).length }))
    .filter(({ count }) => count > 0);
  return (
    <details className="changes">
      <summary>Since the look before: {counts.map(({ kind, count }) => `${count} ${MARKS[kind]}`).join(", ")}</summary>
      <ul>
        {changes.slice(0, SHOWN).map(({ kind, what, subject, changes: fields }) => (
          <li key={`${what} ${subject}`}>
            <b className={`sign ${MARKS[kind]}`} aria-hidden="true">
              {markSigns[MARKS[kind]]}
            </b>{" "}
            {what}{" "}
            {what === "route" ? (
              <code title={plain(subject)}>{cutMiddle(subject, 60)}</code>
            ) : (
              <a href={writeAddress({ ...address, select: subject })} title={plain(subject)}>
                {cutMiddle(subject, 60)}
              </a>
            )}{" "}
            <span className="sub">
              {MARKS[kind]}
              {fields.map(({ field, before, after }) => (
                <span key={field}>
                  ; {plain(field)}: {cutOff(before || "none", 80)} → {cutOff(after || "none", 80)}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {changes.length > SHOWN && <p className="sub">and {changes.length - SHOWN} more</p>}
    </details>
  );
}
