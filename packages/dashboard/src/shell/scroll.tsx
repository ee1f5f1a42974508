import type { ReactNode } from "react";

/** What may be wider than the screen, reached and moved by the keyboard too. */
export const Scroll = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by the keyboard (WCAG 2.1.1)
  <section className="scroll" aria-label={label} tabIndex={0}>
    {children}
  </section>
);
