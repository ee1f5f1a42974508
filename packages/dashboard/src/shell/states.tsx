import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { Heading } from "./heading.tsx";
import { plain } from "./plain-text.ts";

/** While a page is on its way. */
export const Pending = () => (
  <div className="page">
    <header className="verdict watch">
      <div>
        <Heading>Looking …</Heading>
        <p>The page is on its way.</p>
      </div>
    </header>
  </div>
);

/** A page that broke: the others go on. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div className="page">
      <header className="verdict bad">
        <div>
          <Heading>This page broke</Heading>
          <p role="alert">{plain(error instanceof Error ? error.message : String(error))}</p>
          <p>Skylane itself goes on; so do the other pages.</p>
        </div>
        <button
          type="button"
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          Try again
        </button>
      </header>
    </div>
  );
}

/** An address that no page has. */
export const NotFound = () => (
  <div className="page">
    <header className="verdict watch">
      <div>
        <Heading>There is no such page</Heading>
        <p>
          The address may be cut off, or of another version. <Link to="/">See how things stand</Link>.
        </p>
      </div>
    </header>
  </div>
);
