import type { QueryAnswer } from "@skylane/core";
import { Link } from "@tanstack/react-router";
import { plain } from "../shell/plain-text.ts";
import { examples } from "./words.ts";

/** Where a question is not understood, and what may have been meant. */
export function Misread({
  misread: { text, at, length, problem, suggestions },
}: {
  readonly misread: Extract<QueryAnswer, { outcome: "not-understood" }>;
}) {
  const marked = text.slice(at, at + length);
  return (
    <section className="card" aria-label="Not understood" role="alert">
      <div className="card-head">
        <h2>Not understood</h2>
      </div>
      <p className="misread">
        {plain(text.slice(0, at))}
        <mark>{plain(marked) || "⌴"}</mark>
        {plain(text.slice(at + length))}
      </p>
      <p>
        {plain(problem)}.{suggestions.length > 0 && ` Perhaps: ${suggestions.map((one) => plain(one)).join(", ")}`}
      </p>
      <p className="sub">
        A question such as{" "}
        <Link to="/ask" search={{ q: examples[0] }}>
          {examples[0]}
        </Link>{" "}
        is understood.
      </p>
    </section>
  );
}
