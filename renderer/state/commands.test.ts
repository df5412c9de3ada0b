import { describe, expect, test } from "vitest";
import { folded, pressed, type Shortcut } from "./commands.ts";

const alt1: Shortcut = { code: "Digit1", alt: true, label: "Alt+1" };

function press(change: Partial<KeyboardEvent>): KeyboardEvent {
  const keys = {
    code: "Digit1",
    altKey: true,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
  };
  return { ...keys, ...change } as KeyboardEvent;
}

describe("shortcuts", () => {
  test("fit by key and modifiers alike", () => {
    expect(pressed(press({}), alt1)).toBe(true);
    expect(pressed(press({ shiftKey: true }), alt1)).toBe(false);
    expect(pressed(press({ altKey: false }), alt1)).toBe(false);
    expect(pressed(press({ code: "Digit2" }), alt1)).toBe(false);
  });

  test("rest while Japanese is being composed", () => {
    expect(pressed(press({ isComposing: true }), alt1)).toBe(false);
  });

  test("the command key counts as control", () => {
    const ctrlK: Shortcut = { code: "KeyK", ctrl: true, label: "Ctrl+K" };
    expect(pressed(press({ code: "KeyK", altKey: false, metaKey: true }), ctrlK)).toBe(true);
  });
});

describe("searching commands", () => {
  test.each([
    ["トリコミ", "とりこみ"],
    ["ﾄﾘｺﾐ", "とりこみ"],
    ["ＲＦＭ", "rfm"],
    ["取り込み", "取り込み"],
  ])("%s is found as %s", (typed, found) => {
    expect(folded(typed)).toBe(found);
  });
});
