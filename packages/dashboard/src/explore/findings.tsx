import { plain } from "../shell/plain-text.ts";
import { type Address, writeAddress } from "./address.ts";
import type { EstateIndex } from "./estate-index.ts";
import { counted, ruleNames, usd } from "./words.ts";

/** What is wrong, worst first; each chooses what it is about. */
export function Findings({ index, address }: { readonly index: EstateIndex; readonly address: Address }) {
  const { findings } = index;
  return (
    <section className="card findings" aria-labelledby="findings-title">
      <div className="card-head">
        <h2 id="findings-title">Findings</h2>
        <span className="sub">{findings.length === 0 ? "" : `${findings.length}, worst first`}</span>
      </div>
      {findings.length === 0 && (
        <p className="empty">
          {index.topology.gaps.length === 0
            ? "None: no rule found anything in what was seen."
            : "None in what was seen. Not everything was seen."}
        </p>
      )}
      <ol>
        {findings.map(({ id, severity, rule, title, monthlyUsd, flowIds }) => (
          <li key={id}>
            <a
              href={writeAddress({ ...address, select: id })}
              className="finding"
              aria-current={address.select === id ? "true" : undefined}
            >
              <span className={`severity ${severity}`}>{severity}</span>
              <span className="finding-title" title={plain(title)}>
                {plain(title)}
              </span>
              <span className="sub">
                {[
                  ruleNames[rule],
                  ...(monthlyUsd === undefined ? [] : [`${usd(monthlyUsd)} a month`]),
                  ...(flowIds.length === 0 ? [] : [counted(flowIds.length, "flow")]),
                ].join(" · ")}
              </span>
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}
