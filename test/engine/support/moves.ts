import fc from "fast-check";
import { HOSTS } from "./fleet.ts";

/** What people, the program, time and bad luck do to a stack and its clouds. A number picks one of those that exist. */
export type Move =
  | { readonly do: "rename" | "adopt" | "remove"; readonly which: number }
  | { readonly do: "add"; readonly host: number }
  | { readonly do: "swap" | "newSecret" | "mistype" | "lostAccess" | "backUp" | "restore" | "secondStack" }
  | { readonly do: "up"; readonly flags: readonly string[] }
  | { readonly do: "replace" | "target" | "activate" | "import" | "otherApp"; readonly which: number }
  | { readonly do: "failElsewhere"; readonly continueOnError: boolean }
  | { readonly do: "interrupt"; readonly operation: Write; readonly signal: "SIGINT" | "SIGKILL" }
  | { readonly do: "lost"; readonly operation: Write }
  | { readonly do: "portal"; readonly deletes: "integration" | "secret" | "principal"; readonly which: number }
  | { readonly do: "twin"; readonly host: number; readonly active: boolean; readonly ours: boolean }
  | { readonly do: "days"; readonly days: number };

/** A call that changes an integration. */
type Write = "create" | "update" | "delete";

const OPERATIONS: readonly Write[] = ["create", "update", "delete"];

const which = fc.nat(3);
const host = fc.nat(HOSTS.length - 1);
const simple = <Name extends string>(...names: Name[]) => fc.record({ do: fc.constantFrom(...names) });
const picking = <Name extends string>(...names: Name[]) => fc.record({ do: fc.constantFrom(...names), which });
const flags = fc.constantFrom<readonly string[]>([], [], [], ["--refresh"], ["--continue-on-error"]);

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("up"), flags }) },
  { weight: 5, arbitrary: picking("rename", "rename", "rename", "remove", "adopt") },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("add"), host }) },
  { weight: 2, arbitrary: simple("swap") },
  { weight: 5, arbitrary: simple("newSecret", "mistype", "lostAccess", "backUp", "restore") },
  { weight: 1, arbitrary: simple("secondStack") },
  { weight: 5, arbitrary: picking("replace", "target", "activate", "activate", "import", "otherApp") },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("failElsewhere"), continueOnError: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("interrupt"),
      operation: fc.constantFrom(...OPERATIONS),
      signal: fc.constantFrom("SIGINT", "SIGKILL"),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("lost"), operation: fc.constantFrom(...OPERATIONS) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("portal"),
      deletes: fc.constantFrom("integration", "secret", "principal"),
      which,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("twin"), host, active: fc.boolean(), ours: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("days"), days: fc.constantFrom(40, 175, 200) }) },
);

/** At least eight moves, after a first deployment. */
export const sequences: fc.Arbitrary<Move[]> = fc.array(move, { minLength: 8, maxLength: 10 });

const up: Move = { do: "up", flags: [] };
const rename: Move = { do: "rename", which: 0 };

/** Sequences in which an earlier version lost an integration; every run plays them. */
export const KNOWN: readonly (readonly Move[])[] = [
  [{ do: "activate", which: 0 }, { do: "mistype" }, up],
  [
    rename,
    { do: "failElsewhere", continueOnError: false },
    up,
    { do: "replace", which: 0 },
    { do: "failElsewhere", continueOnError: true },
    up,
  ],
  [{ do: "import", which: 0 }, up, { do: "swap" }, { do: "interrupt", operation: "create", signal: "SIGKILL" }],
];
