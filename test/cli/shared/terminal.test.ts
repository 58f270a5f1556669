import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { duration, fitted, type Output, shown, startProgress, stylesFor } from "../../../cli/shared/terminal.ts";

function output(isTTY: boolean): Output & { written: string[] } {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text) => written.push(text) };
}

test.each([
  [0, "0 ms"],
  [849.6, "850 ms"],
  [3_240, "3.2 s"],
  [59_960, "1 min 00 s"],
  [245_000, "4 min 05 s"],
])("%d milliseconds read %s", (milliseconds, expected) => {
  expect(duration(milliseconds)).toBe(expected);
});

describe("text in a narrow terminal", () => {
  const terminal = { isTTY: true, columns: 20, write: () => true };

  test("breaks between words, keeps its indent, and leaves a link whole", () => {
    const link = "https://gitpod.example.com/api/authorize";
    expect(fitted(`Open this link in a browser:\n\n  ${link}\n  and consent to what it asks`, terminal)).toBe(
      `Open this link in a\nbrowser:\n\n  ${link}\n  and consent to\n  what it asks`,
    );
  });

  test("stays as it is when the width is unknown", () => {
    const text = "a text that is longer than twenty columns";
    expect(fitted(text, { write: () => true, columns: 20 })).toBe(text);
    expect(fitted(text, { write: () => true, isTTY: true })).toBe(text);
  });
});

test("in a log no line of a text is a command to the agent; a terminal shows the text as it is", () => {
  const text = "app:\n##vso[task.setvariable variable=A]b\n##[error]c\n::error::d";
  expect(shown(text, output(false))).toBe("app:\n# #vso[task.setvariable variable=A]b\n# #[error]c\n: :error::d");
  expect(shown(text, { ...output(true), columns: 80 })).toBe(text);
});

describe("stylesFor", () => {
  test("colours a terminal", () => {
    expect(stylesFor(output(true), {}).green("ok")).toContain("\u001b[32m");
  });
  test.each([
    ["a log", false, {}],
    ["NO_COLOR", true, { NO_COLOR: "1" }],
    ["a dumb terminal", true, { TERM: "dumb" }],
  ])("leaves the text alone for %s", (_, isTTY, env) => {
    expect(stylesFor(output(isTTY), env).green("ok")).toBe("ok");
  });
});

describe("startProgress", () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test("writes to a log at intervals", () => {
    const log = output(false);
    const progress = startProgress(log, "Building", 15_000);
    progress.detail("3 packages");
    jest.advanceTimersByTime(31_000);
    progress.end();
    jest.advanceTimersByTime(60_000);
    expect(log.written).toEqual([
      "Building ...\n",
      "Building · 15.0 s · 3 packages\n",
      "Building · 30.0 s · 3 packages\n",
    ]);
  });

  test("updates one line of a terminal, which always fits", () => {
    const terminal = output(true);
    const progress = startProgress(terminal, "Building");
    progress.detail("compiling a package with a name that goes on and on");
    jest.advanceTimersByTime(2_000);
    progress.end();
    const lines = terminal.written.map((text) => text.replace("\r\u001b[2K", ""));
    expect(lines.at(-1)).toBe("");
    expect(Math.max(...lines.map(({ length }) => length))).toBe(39);
    expect(terminal.written.every((text) => text.startsWith("\r\u001b[2K") && !text.includes("\n"))).toBe(true);
  });
});
