import type { ReactNode } from "react";
import { cutMiddle, plain } from "../../shell/plain-text.ts";

/** Facts under their names; those without a value are left out, as nothing is known of them. */
export const Facts = ({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className="facts">
    {facts
      .filter(([, value]) => value !== undefined && value !== "" && value !== null)
      .map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
);

/** An id of a cloud: in full for who points at it or copies it, its ends for the eye. */
export const Id = ({ value }: { readonly value: string }) => (
  <code className="id" title={plain(value)}>
    {cutMiddle(value, 46)}
  </code>
);

/** Tags as they were set; text from outside. */
export const tagText = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .map(([name, value]) => `${plain(name)}=${plain(value)}`)
    .join(", ");
