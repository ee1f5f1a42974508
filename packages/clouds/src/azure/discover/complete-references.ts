import type { PipelinePolicy } from "@azure/core-rest-pipeline";

const REFERENCES = ["virtualNetworkGateway1", "virtualNetworkGateway2", "localNetworkGateway2"];

/**
 * Evens out what the SDK trips over: references to gateways in connections get an empty `properties` where Azure left it out
 * (the SDK takes them for whole gateways), and a property that is null is as good as absent.
 */
export const completeReferences: PipelinePolicy = {
  name: "completeReferences",
  async sendRequest(request, next) {
    const response = await next(request);
    const text = response.bodyAsText;
    if (!text || !(text.includes("null") || REFERENCES.some((name) => text.includes(name)))) return response;
    return { ...response, bodyAsText: completed(text) };
  },
};

function completed(text: string): string {
  try {
    const tidy: unknown = JSON.parse(text, (name, value: unknown) => {
      if (value === null && name !== "") return undefined;
      return REFERENCES.includes(name) && typeof value === "object" && value !== null && !("properties" in value)
        ? { ...value, properties: {} }
        : value;
    });
    return JSON.stringify(tidy);
  } catch {
    return text; // not JSON: the SDK says so itself
  }
}
