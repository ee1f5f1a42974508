import type { IntentRun } from "@skylane/core";
import { plain } from "../shell/plain-text.ts";
import { count } from "./words.ts";

const FEW = 24;
const CHECKS = {
  source: "sent from the source",
  dns: "name",
  tcp: "connections",
  tls: "TLS",
  latency: "round trip",
  path: "links there and back",
  policy: "policy",
} as const;

/** What was measured; of many connections the sums, and whatever did not come out. */
export function Proof({ run: { evidence, intents } }: { readonly run: IntentRun }) {
  const failed = evidence.filter(({ isProven }) => !isProven);
  const shown = evidence.length <= FEW ? evidence : failed.slice(0, FEW);
  return (
    <section className="card" aria-labelledby="proof">
      <div className="card-head">
        <h2 id="proof">Proof, by traffic</h2>
        <span className="sub">
          {evidence.length - failed.length} of {count(evidence.length, "check")} came out
        </span>
      </div>
      {evidence.length > FEW && (
        <p>
          {[...Map.groupBy(evidence, ({ check }) => check)]
            .map(([check, all]) => `${CHECKS[check]} ${all.filter(({ isProven }) => isProven).length} of ${all.length}`)
            .join(" · ")}
        </p>
      )}
      {shown.length > 0 && (
        <div className="scroll">
          <table className="proof">
            <thead>
              <tr>
                <th scope="col">Check</th>
                {intents.length > 1 && <th scope="col">Of</th>}
                <th scope="col">Wanted</th>
                <th scope="col">Seen</th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ intentId, check, isProven, isWaived, wanted, seen }) => (
                <tr key={`${intentId}${check}${wanted}`}>
                  <th scope="row">
                    <span className={isProven ? "came" : "failed"} aria-hidden="true">
                      {isProven ? "✓" : isWaived ? "○" : "✕"}
                    </span>{" "}
                    {CHECKS[check]}
                    <span className="hidden">
                      {isProven ? ": proven" : isWaived ? ": signed without it" : ": not proven"}
                    </span>
                  </th>
                  {intents.length > 1 && <td>{plain(intentId)}</td>}
                  <td>{plain(wanted)}</td>
                  <td>{plain(seen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
