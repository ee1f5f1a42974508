/** What lines and marks mean. */
export const Legend = () => (
  <ul className="legend" aria-label="Legend">
    {(["up", "degraded", "down", "unknown"] as const).map((state) => (
      <li key={state} className={`edge ${state}`}>
        <Line />
        {state === "up" ? "up" : `${state}, named on the line`}
      </li>
    ))}
    <li className="edge up undeclared">
      <Line />
      dashed: not in the inventory
    </li>
    <li className="edge up">
      <svg width="30" height="8" aria-hidden="true">
        <path d="M1,4 L15,4" className="edge-line" style={{ strokeWidth: 1.5 }} />
        <path d="M16,4 L29,4" className="edge-line" style={{ strokeWidth: 6 }} />
      </svg>
      width: capacity
    </li>
    <li>▲ finding</li>
    <li>3 = three links in one line</li>
  </ul>
);

const Line = () => (
  <svg width="30" height="8" aria-hidden="true">
    <path d="M1,4 L29,4" className="edge-line" style={{ strokeWidth: 3 }} />
  </svg>
);
