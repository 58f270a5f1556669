import { expect, test } from "@jest/globals";
import { bad, good, type Result, unknown } from "../../../cli/doctor/model.ts";
import { json, list } from "../../../cli/doctor/report.ts";

const file = { write: () => undefined };
const terminal = { ...file, isTTY: true, columns: 40 };
const line = (group: Result["group"], finding: Omit<Result, "group" | "name">): Result => ({
  group,
  name: "check",
  ...finding,
});

const RESULTS = [
  line("Machine", good("Node.js 24.0.0 is on PATH.")),
  line("Machine", unknown("There is no project.")),
  line("Project", bad("There is no project.", "cd project")),
  line("Backend", unknown("There is no project.")),
  line("Settings", unknown("There is no stack.")),
  line("Ona", unknown("There is no stack.")),
];

test("a file gets one line for each finding, and a missing fact is said once, by who can fix it", () => {
  expect(list(RESULTS, file)).toBe(`Machine
  good       Node.js 24.0.0 is on PATH.

Project
  bad        There is no project.
             fix: cd project

Settings
  not known  There is no stack.

One thing is bad. One thing is not known.
`);
});

test("where nothing is bad, it says so", () => {
  expect(list([line("Machine", good("Fine."))], file)).toBe("Machine\n  good       Fine.\n\nNothing is bad.\n");
});

test("a narrow terminal gets lines that are broken between words, and colours", () => {
  const text = list([line("Machine", bad("One two three four five six seven eight."))], terminal);
  expect(text).toContain("\u001b[31mbad        \u001b[39m");
  expect(text).toContain("One two three four five six\n             seven eight.");
});

test("--json has every finding", () => {
  const document = JSON.parse(JSON.stringify(json(RESULTS)));
  expect(document).toMatchObject({ ok: false });
  expect(document.checks).toHaveLength(RESULTS.length);
  expect(document.checks[0]).toEqual({
    group: "Machine",
    name: "check",
    outcome: "good",
    message: "Node.js 24.0.0 is on PATH.",
  });
  expect(document.checks[2]).toMatchObject({ outcome: "bad", fix: "cd project" });
});
