import { expect, test } from "@jest/globals";
import { tellerFor } from "../../../cli/demo/reporter.ts";

test("a log reads as plain text, whole lines of the engine's pieces included", () => {
  let written = "";
  const teller = tellerFor({
    write: (text) => {
      written += text;
    },
  });
  teller.begins(3, "Preview");
  teller.quote("Previewing up");
  teller.quote("date\n\n  + create\nlast");
  teller.holds("nothing was written");
  teller.ends({ number: 3, title: "Preview", ok: false, elapsedMs: 1_500, checked: [], error: "it stopped" });
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
