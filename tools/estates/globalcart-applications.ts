import type { EstateInput } from "./types.ts";

/** What runs on machines of the example and says what its requests took: a slow report across two clouds, and a page that asks too often. */
export const applications = (): NonNullable<EstateInput["applications"]> => [
  {
    service: "web-app",
    address: "10.1.13.10",
    port: 443,
    routes: [
      {
        route: "GET /dashboard",
        askedEverySeconds: 10,
        steps: [
          { kind: "work", name: "prepare", ms: 50 },
          { kind: "call", service: "data-service", route: "GET /api/sales" },
          { kind: "work", name: "render", ms: 100 },
        ],
      },
      {
        route: "GET /cart",
        askedEverySeconds: 30,
        steps: [
          { kind: "work", name: "read cart", ms: 20 },
          { kind: "call", service: "pricing", route: "GET /api/prices/{sku}", times: 20 },
          { kind: "work", name: "render", ms: 30 },
        ],
      },
    ],
  },
  {
    service: "data-service",
    address: "10.4.13.10",
    port: 8443,
    routes: [
      {
        route: "GET /api/sales",
        steps: [
          {
            kind: "query",
            name: "Query Synapse",
            system: "microsoft.sql_server",
            database: "synapse-sales",
            ms: 1_150,
          },
          { kind: "work", name: "format", ms: 50 },
        ],
      },
    ],
  },
  {
    service: "pricing",
    address: "10.6.15.10",
    port: 8443,
    routes: [
      {
        route: "GET /api/prices/{sku}",
        steps: [{ kind: "query", name: "SELECT prices", system: "postgresql", database: "prices", ms: 3 }],
      },
    ],
  },
];
