import { type PointerEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { WithHalo } from "./halo.tsx";
import { type Held, held, LARGEST, SMALLEST, type Spot, STEP, scrollFor, zoomed } from "./zoom.ts";

/** From here on a press that moves is a drag, and no click on what is under it. */
const DRAG_FROM_PX = 4;

/**
 * A window onto a picture: scrolled, dragged, enlarged by Ctrl and the wheel or by two fingers, and by `+`, `−` and `0`. The picture is
 * drawn once and then only moved: nothing below this is rendered again.
 */
export function Viewport({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const own = useRef<HTMLElement>(null);
  const [zoom, setZoom] = useState(1);
  const wanted = useRef(1);
  const keep = useRef<Held>(undefined);
  const drag = useRef<{ readonly from: Spot; readonly scrolled: Spot; isMoving: boolean }>(undefined);
  const [isPanning, setPanning] = useState(false);

  const zoomTo = useCallback((next: number, at?: Spot) => {
    const { current } = own;
    if (!current) return;
    keep.current = held(current, at ?? { x: current.clientWidth / 2, y: current.clientHeight / 2 });
    wanted.current = zoomed(next);
    setZoom(wanted.current);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was held stays where it was once the size has changed
  useLayoutEffect(() => {
    const { current } = own;
    if (!current || !keep.current) return;
    const { x, y } = scrollFor(keep.current, current);
    keep.current = undefined;
    current.scrollTo(x, y);
  }, [zoom]);
  useEffect(() => {
    const { current } = own;
    if (!current) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      // or the whole page would be enlarged
      event.preventDefault();
      const { left, top } = current.getBoundingClientRect();
      zoomTo(wanted.current * Math.exp(-event.deltaY / 300), { x: event.clientX - left, y: event.clientY - top });
    };
    current.addEventListener("wheel", onWheel, { passive: false });
    return () => current.removeEventListener("wheel", onWheel);
  }, [zoomTo]);

  const onDown = ({ button, pointerType, clientX, clientY, currentTarget }: PointerEvent<HTMLElement>) => {
    // a finger scrolls by itself
    if (button !== 0 || pointerType === "touch") return;
    const { scrollLeft, scrollTop } = currentTarget;
    drag.current = { from: { x: clientX, y: clientY }, scrolled: { x: scrollLeft, y: scrollTop }, isMoving: false };
  };
  const onMove = ({ clientX, clientY, pointerId, currentTarget, buttons }: PointerEvent<HTMLElement>) => {
    const { current } = drag;
    if (!current) return;
    if (buttons === 0) return onEnd();
    const [x, y] = [clientX - current.from.x, clientY - current.from.y];
    if (!current.isMoving) {
      if (Math.hypot(x, y) < DRAG_FROM_PX) return;
      current.isMoving = true;
      currentTarget.setPointerCapture(pointerId);
      setPanning(true);
    }
    currentTarget.scrollTo(current.scrolled.x - x, current.scrolled.y - y);
  };
  const onEnd = () => {
    if (drag.current?.isMoving) {
      setPanning(false);
      const swallow = (event: Event) => {
        event.preventDefault();
        event.stopPropagation();
      };
      // the click that ends a drag comes right after it, or not at all
      window.addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener("click", swallow, { capture: true }), 0);
    }
    drag.current = undefined;
  };
  return (
    <div className="window">
      <section
        ref={own}
        className="scroll viewport"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reached by the keyboard (WCAG 2.1.1)
        tabIndex={0}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onEnd}
        onPointerCancel={onEnd}
        onDragStart={(event) => event.preventDefault()}
        onKeyDown={({ key, ctrlKey, metaKey }) => {
          if (ctrlKey || metaKey) return;
          if (key === "+" || key === "=") zoomTo(zoom * STEP);
          else if (key === "-") zoomTo(zoom / STEP);
          else if (key === "0") zoomTo(1);
        }}
      >
        <div className="canvas" style={{ width: `${zoom * 100}%`, minWidth: `${zoom * 760}px` }}>
          <WithHalo>{children}</WithHalo>
        </div>
      </section>
      {/* while it is moved nothing is pointed at: the browser need not look for what is under the mouse */}
      {isPanning && <div className="shield" />}
      <span className="zoom">
        <button type="button" aria-label="Smaller" disabled={zoom <= SMALLEST} onClick={() => zoomTo(zoom / STEP)}>
          −
        </button>
        <button type="button" aria-label={`${Math.round(zoom * 100)} %: back to 100 %`} onClick={() => zoomTo(1)}>
          {Math.round(zoom * 100)} %
        </button>
        <button type="button" aria-label="Larger" disabled={zoom >= LARGEST} onClick={() => zoomTo(zoom * STEP)}>
          +
        </button>
      </span>
    </div>
  );
}
