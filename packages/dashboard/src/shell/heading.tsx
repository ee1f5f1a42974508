import { createContext, type ReactNode, type RefObject, useContext, useLayoutEffect, useRef } from "react";

/** Whether the next heading that appears takes the focus: true from a change of page to the person's next key or press. */
export const WantsFocus = createContext<RefObject<boolean>>({ current: false });

/**
 * The one h1 of a page. After a change of page it takes the focus, so that a screen reader begins there; also where the answer
 * of the API puts another in its place.
 */
export function Heading({ children }: { readonly children: ReactNode }) {
  const wantsFocus = useContext(WantsFocus);
  const own = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (wantsFocus.current) own.current?.focus({ preventScroll: true });
  }, [wantsFocus]);
  return (
    <h1 ref={own} tabIndex={-1}>
      {children}
    </h1>
  );
}
