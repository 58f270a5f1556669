import { expect, test } from "@jest/globals";
import { reporterFor } from "../../../cli/demo/reporter.ts";

test("a log gets plain text, with the engine's output in whole lines", () => {
  let written = "";
  const reporter = reporterFor({
    write: (text) => {
      written += text;
    },
  });
  reporter.started(3, "Preview");
  reporter.quote("Previewing up");
  reporter.quote("date\n\n  + create\nlast");
  reporter.checked("nothing was written");
  reporter.ended({ number: 3, title: "Preview", ok: false, elapsedMs: 1_500, checked: [], error: "it stopped" });
  expect(written).toBe(
    [
      "",
      " 3 Preview",
      "   │ Previewing update",
      "   │   + create",
      "   │ last",
      "   ✓ nothing was written",
      "   ✗ it stopped",
      "     1.5 s",
      "",
    ].join("\n"),
  );
});
