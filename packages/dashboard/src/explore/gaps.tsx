import type { DiscoveryGap } from "@skylane/core";
import { plain } from "../shell/plain-text.ts";
import { Scroll } from "../shell/scroll.tsx";
import { cloudName, counted, gapReasons } from "./words.ts";

/** What could not be seen, so that nobody takes a half for the whole. */
export function Gaps({ gaps }: { readonly gaps: readonly DiscoveryGap[] }) {
  if (gaps.length === 0) return null;
  const permissions = [...new Set(gaps.flatMap(({ permission }) => (permission === undefined ? [] : [permission])))];
  return (
    <details className="gaps">
      <summary>
        <strong>{counted(gaps.length, "part")} of the estate could not be seen.</strong>
        <span>
          {[...new Set(gaps.map(({ cloud, regionId }) => `${cloudName(cloud)} ${plain(regionId ?? "")}`.trim()))]
            .slice(0, 4)
            .join(", ")}
          {permissions.length > 0 && ` · ${counted(permissions.length, "permission")} missing`}
        </span>
      </summary>
      <Scroll label="Table of gaps">
        <table>
          <thead>
            <tr>
              <th>where</th>
              <th>what was asked</th>
              <th>why not</th>
              <th>missing permission</th>
              <th>what to do</th>
            </tr>
          </thead>
          <tbody>
            {gaps.map(({ cloud, accountId, regionId, operation, reason, permission, message, todo }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: gaps have no id, and are shown in the order they came in
              <tr key={i}>
                <th scope="row">
                  {[cloudName(cloud), accountId, regionId]
                    .filter((part) => part !== undefined && part !== "")
                    .map((part) => plain(part ?? ""))
                    .join(" / ")}
                </th>
                <td>
                  <code>{plain(operation)}</code>
                </td>
                <td title={plain(message)}>{gapReasons[reason]}</td>
                <td>{permission === undefined ? "–" : <code>{plain(permission)}</code>}</td>
                <td className="wrap">{plain(todo)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
}
