/** Share of the standard normal below `z`, to some 1e-3: the logistic curve that fits it (Page 1977). */
export function normalShare(z: number): number {
  return 1 / (1 + Math.exp(-2 * Math.sqrt(2 / Math.PI) * z * (1 + 0.044715 * z * z)));
}
