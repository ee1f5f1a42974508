import { describe, expect, it } from "vitest";
import { routeMatcher } from "./match-route.ts";

const match = routeMatcher([
  { method: "ANY", path: "/v1/{proxy+}", functionName: "rest" },
  { method: "GET", path: "/v1/paths/{id}", functionName: "get-path" },
  { method: "GET", path: "/v1/paths/summary", functionName: "summary" },
  { method: "POST", path: "/v1/paths/{id}/notes/{note}", functionName: "add-note" },
]);
const found = (method: string, path: string) => {
  const { route, parameters } = match(method, path) ?? {};
  return route && [route.functionName, parameters];
};

describe("local/gateway/match-route", () => {
  it.each([
    ["GET", "/v1/paths/p1", ["get-path", { id: "p1" }]],
    ["GET", "/v1/paths/summary", ["summary", {}]],
    ["GET", "/v1/paths/a%2Fb%20c", ["get-path", { id: "a/b c" }]],
    ["POST", "/v1/paths/p1/notes/7", ["add-note", { id: "p1", note: "7" }]],
    ["DELETE", "/v1/paths/p1", ["rest", { proxy: "paths/p1" }]],
    ["GET", "/v1/paths/", ["rest", { proxy: "paths/" }]],
    ["GET", "/v1/paths/%zz", undefined],
    ["GET", "/v1/", undefined],
    ["GET", "/v2/paths/p1", undefined],
  ])("%s %s", (method, path, expected) => {
    expect(found(method, path)).toEqual(expected);
  });
});
