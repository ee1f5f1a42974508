import type { ReactNode } from "react";
import { plain } from "../shell/plain-text.ts";

/** A part of the page with its own answer: it says so if there is none, and the others go on. */
export function Section<Value>({
  title,
  head,
  query: { data, error },
  children,
}: {
  readonly title: string;
  readonly head?: ReactNode;
  readonly query: { readonly data: Value | undefined; readonly error: Error | null };
  readonly children: (value: Value) => ReactNode;
}) {
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {head}
      </div>
      {error && (
        <p role="alert" className="error">
          {data ? "This is what was last seen. " : ""}
          {plain(error.message)}
        </p>
      )}
      {data === undefined && !error && <p className="empty">Looking …</p>}
      {data !== undefined && children(data)}
    </section>
  );
}
