import { describe, expect, test } from "vitest";
import { BOX, layFlow } from "./flow-layout.ts";

describe("the picture of the data map", () => {
  const fromSources = [
    { from: "Shopify", to: "customers", weight: 1_000_000 },
    { from: "till", to: "customers", weight: 100 },
    { from: "till", to: "orders", weight: 100 },
  ];
  const toPurposes = [
    { from: "customers", to: "service", weight: 4 },
    { from: "scores", to: "profiling", weight: 3 },
  ];
  const flow = layFlow(fromSources, toPurposes);

  test("every source, table and purpose once, none over another, all inside", () => {
    expect(flow.nodes.map(({ id }) => id)).toEqual([
      "Shopify",
      "till",
      "customers",
      "orders",
      "scores",
      "service",
      "profiling",
    ]);
    for (const node of flow.nodes) {
      expect(node.x + BOX).toBeLessThanOrEqual(flow.width);
      expect(node.y).toBeGreaterThanOrEqual(0);
      expect(node.y + node.height).toBeLessThanOrEqual(flow.height);
      const others = flow.nodes.filter((other) => other !== node && other.column === node.column);
      for (const other of others) expect(Math.abs(other.y - node.y)).toBeGreaterThan(node.height);
    }
  });

  test("a ribbon for each link, the small ones still to be seen", () => {
    expect(flow.ribbons.map(({ link }) => link)).toEqual([...fromSources, ...toPurposes]);
    const [large, small] = flow.ribbons;
    expect(large?.width).toBeGreaterThan(small?.width ?? 0);
    expect(small?.width).toBeGreaterThan(3);
  });

  test("an empty vault has an empty picture", () => {
    expect(layFlow([], [])).toMatchObject({ nodes: [], ribbons: [] });
  });
});
