import { describe, expect, test } from "@jest/globals";
import type { PreviewOptions, Stack } from "@pulumi/pulumi/automation/index.js";
import { changesBeside, engineFor } from "../../../cli/demo/engine.ts";

type Preview = (options: PreviewOptions) => Promise<{ changeSummary: Record<string, number> }>;

function engine(preview: Preview, signal: AbortSignal = new AbortController().signal) {
  const quoted: string[] = [];
  const stack: Stack = Object.assign(Object.create(null), { preview });
  return { quoted, ...engineFor({ stack, colours: false, signal, quote: (text) => quoted.push(text) }) };
}

describe("engineFor", () => {
  test("passes on the engine's output, and keeps it", async () => {
    const { preview, quoted, transcript } = engine(async ({ onOutput, onError }) => {
      onOutput?.("Previewing\n");
      onError?.("warning: slow\n");
      return { changeSummary: { create: 2 } };
    });
    expect(await preview()).toEqual({ create: 2 });
    expect(quoted).toEqual(["Previewing\n", "warning: slow\n"]);
    expect(transcript()).toBe("Previewing\nwarning: slow\n");
  });

  test("fails with the engine's own error, once", async () => {
    const { preview } = engine(async ({ onOutput }) => {
      onOutput?.("Previewing\n  error: no plugin\nerror: no plugin\n");
      throw new Error("code: -2, and everything again");
    });
    await expect(preview()).rejects.toThrow(/^pulumi preview failed: error: no plugin$/);
  });

  test("fails with the thrown error when the engine printed none", async () => {
    const { preview } = engine(() => Promise.reject(new Error("spawn ENOENT")));
    await expect(preview()).rejects.toThrow("pulumi preview failed: spawn ENOENT");
  });

  test("starts nothing after an interruption", async () => {
    const controller = new AbortController();
    controller.abort(new Error("interrupted"));
    const { preview } = engine(() => Promise.reject(new Error("it ran")), controller.signal);
    await expect(preview()).rejects.toThrow("interrupted");
  });
});

test.each([
  [{ same: 5 }, false],
  [{ same: 5, update: 0 }, false],
  [{ same: 4, update: 1 }, true],
])("%j has changes beside same: %s", (summary, expected) => {
  expect(changesBeside("same", summary)).toBe(expected);
});
