import { type ReactNode, useEffect, useRef } from "react";

/** Details that open and come into view when the address chooses them. */
export function Chosen({ isChosen, children }: { readonly isChosen: boolean; readonly children: ReactNode }) {
  const own = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const { current } = own;
    if (!isChosen || !current) return;
    current.open = true;
    current.scrollIntoView({ block: "nearest" });
    current.querySelector("summary")?.focus({ preventScroll: true });
  }, [isChosen]);
  return <details ref={own}>{children}</details>;
}
