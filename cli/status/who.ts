import type { Actor, Finding, Report, Role } from "./model.ts";

/** Whoever runs `pulumi up`, be it by a pipeline. */
export const DEPLOYER: Actor = { role: "deployer" };

/** The groups of findings, in this order. */
const HEADINGS: Readonly<Record<Role, (place: string) => string>> = {
  owner: (place) => `An owner of ${place}`,
  deployer: () => "A person who may deploy",
  "entra-administrator": () => "An Entra administrator",
  "runner-administrator": (place) => `Whoever runs ${place}`,
  "each-person": () => "Each person",
  nobody: () => "Nobody: the next deployment does it",
};

/** A finding with its stack. */
export interface StackFinding extends Finding {
  readonly stack: string;
}

/** What one person, or one kind of person, has to do. */
export interface Group {
  readonly heading: string;
  readonly findings: readonly StackFinding[];
}

/** All findings, by who has to act. */
export function groupsOf({ stacks }: Report): Group[] {
  const all = stacks.flatMap(({ stack, findings }) => findings.map((finding) => ({ ...finding, stack })));
  return Object.entries(HEADINGS).flatMap(([role, heading]) => {
    const ofRole = all.filter(({ who }) => who.role === role);
    const byHeading = Map.groupBy(ofRole, ({ who }) => heading(who.place ?? ""));
    return [...byHeading].map(([text, findings]) => ({ heading: text, findings }));
  });
}

/** The property of a finding, where somebody has to act afterwards. */
export function followedBy(role: Role | undefined): Pick<Finding, "afterwards"> {
  return role === undefined ? {} : { afterwards: role };
}
