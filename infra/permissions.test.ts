import { describe, expect, it } from "vitest";
import { boundaryActions } from "./boundary-actions.ts";
import { type Grantee, grantsOfPort } from "./permissions.ts";

const place = { accountId: "111122223333", regionId: "us-east-1", name: "skylane" };
const granted = (status: object | undefined) =>
  grantsOfPort("site", { stage: { config: { status } }, place, other: place, isReader: false } as unknown as Grantee);
const stage = { isInNetwork: false, builds: false, readsBills: false, asksForBill: false };

describe("infra/permissions", () => {
  it("nobody may write to the bucket of the page where no status page is configured", () => {
    expect(granted(undefined)).toEqual([]);
    expect(boundaryActions({ ...stage, publishesStatus: false })).not.toContain("s3:PutObject");
  });

  it("where one is, it is that object alone", () => {
    expect(granted({ components: [] })).toEqual([
      { actions: ["s3:PutObject"], resources: ["arn:aws:s3:::skylane-site-111122223333-us-east-1/status"] },
    ]);
    expect(boundaryActions({ ...stage, publishesStatus: true })).toContain("s3:PutObject");
  });
});
