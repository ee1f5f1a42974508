import type { ReactNode } from "react";
import { ago } from "./ago.ts";
import { Heading } from "./heading.tsx";
import { plain } from "./plain-text.ts";

/**
 * A page that stands on one answer of the API: while there is none it says so under its own title, and an answer that
 * grew old is shown as such.
 */
export function Page<Value>({
  title,
  query: { data, error, dataUpdatedAt },
  children,
}: {
  readonly title: string;
  readonly query: { readonly data: Value | undefined; readonly error: Error | null; readonly dataUpdatedAt: number };
  readonly children: (value: Value) => ReactNode;
}) {
  if (data === undefined)
    return (
      <div className="page">
        <header className={`verdict ${error ? "bad" : "watch"}`}>
          <div>
            <Heading>{error ? `${title}: no answer` : title}</Heading>
            <p role={error ? "alert" : undefined}>{error ? plain(error.message) : "Looking …"}</p>
          </div>
        </header>
      </div>
    );
  return (
    <div className={error ? "page stale" : "page"}>
      {error && (
        <p role="alert" className="banner">
          No answer for {ago(Date.now() - dataUpdatedAt)}: this is what was last seen. {plain(error.message)}
        </p>
      )}
      {children(data)}
    </div>
  );
}

/** A part of a page, with its title. */
export const Card = ({
  title,
  head,
  children,
}: {
  readonly title: string;
  readonly head?: ReactNode;
  readonly children: ReactNode;
}) => (
  <section className="card" aria-label={title}>
    <div className="card-head">
      <h2>{title}</h2>
      {head}
    </div>
    {children}
  </section>
);
