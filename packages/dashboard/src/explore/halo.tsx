import { type ReactNode, type SyntheticEvent, useState } from "react";

interface Pointed {
  readonly path: string;
  readonly viewBox: string;
}

/**
 * A picture with a halo around the line that is pointed at or has the focus. It lies over the picture, as a layer of its own: were the
 * line itself drawn otherwise, the browser would paint all that lies under and over it again.
 */
export function WithHalo({ children }: { readonly children: ReactNode }) {
  const [pointed, setPointed] = useState<Pointed>();
  const point = ({ target }: SyntheticEvent) => {
    const edge = target instanceof Element ? target.closest("a.edge") : null;
    const path = edge?.querySelector(".edge-line")?.getAttribute("d");
    const viewBox = edge?.closest("svg")?.getAttribute("viewBox");
    setPointed((now) => (path && viewBox ? (now?.path === path ? now : { path, viewBox }) : undefined));
  };
  const leave = () => setPointed(undefined);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the lines in it are links; this only lights up what is pointed at
    <div className="lit-up" onPointerOver={point} onPointerLeave={leave} onFocus={point} onBlur={leave}>
      {children}
      <svg viewBox={pointed?.viewBox ?? "0 0 1 1"} className="halo" aria-hidden="true">
        {pointed && <path d={pointed.path} />}
      </svg>
    </div>
  );
}
