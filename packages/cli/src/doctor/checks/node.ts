import { type Check, failed, ok, QUICK_MS, type Verdict } from "../check.ts";

const MAJOR = 24;

/** Whether this Node can run Skylane, which is not compiled but stripped of its types. */
export const judgeNode = (version: string): Verdict =>
  Number(version.split(".")[0]) >= MAJOR
    ? ok(`Node ${version}`)
    : failed(`Node ${version} is too old`, `npm ci brings Node ${MAJOR}; start skylane by "npx skylane"`);

export const node: Check = {
  id: "node",
  timeLimitMs: QUICK_MS,
  look: async () => [judgeNode(process.versions.node)],
};
