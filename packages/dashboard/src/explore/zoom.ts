/** A point in px from the left and the top. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}
/** What a window onto something larger shows. */
export interface Shown {
  readonly scrollLeft: number;
  readonly scrollTop: number;
  readonly scrollWidth: number;
  readonly scrollHeight: number;
}
/** A point of the picture, as parts of its width and height, and where it stands in the window. */
export interface Held {
  readonly of: Spot;
  readonly at: Spot;
}

export const SMALLEST = 0.25;
export const LARGEST = 4;
/** One press of a button. */
export const STEP = 1.25;

/** The size that is wanted, as far as it goes. */
export const zoomed = (zoom: number): number => Math.min(LARGEST, Math.max(SMALLEST, zoom));

/** What stands at a point of the window. */
export const held = ({ scrollLeft, scrollTop, scrollWidth, scrollHeight }: Shown, at: Spot): Held => ({
  of: { x: (scrollLeft + at.x) / Math.max(1, scrollWidth), y: (scrollTop + at.y) / Math.max(1, scrollHeight) },
  at,
});

/** How far to scroll so that it stands there again, whatever size the picture has now. */
export const scrollFor = ({ of, at }: Held, { scrollWidth, scrollHeight }: Shown): Spot => ({
  x: Math.max(0, of.x * scrollWidth - at.x),
  y: Math.max(0, of.y * scrollHeight - at.y),
});
