import { z } from "zod";
import { parseJson } from "../cli/shared/text.ts";

const FAILING = new Set(["high", "critical"]);
/** Statuses of registries without an audit endpoint, such as many mirrors and caches. */
const NOT_OFFERED = new Set([404, 405, 501]);

const advisory = z.object({ title: z.string(), url: z.string() });
const vulnerability = z.object({
  name: z.string(),
  severity: z.string(),
  range: z.string(),
  /** An advisory of the package itself, or the name of a dependency that has one. */
  via: z.array(z.union([z.string(), advisory])),
});
const report = z.object({
  vulnerabilities: z.record(z.string(), vulnerability),
  metadata: z.object({ vulnerabilities: z.record(z.string(), z.number()) }),
});
const failure = z.object({
  message: z.string().optional(),
  statusCode: z.number().optional(),
  error: z.object({ code: z.string().optional(), summary: z.string().optional() }).optional(),
});

export interface AuditResult {
  readonly passed: boolean;
  readonly message: string;
}

/** Reads the output of `npm audit --json` (npm 7 or newer). */
export function readAudit(printed: string): AuditResult {
  const answer = parseJson(printed);
  const audited = report.safeParse(answer);
  if (audited.success) return judge(audited.data);
  const failed = failure.safeParse(answer);
  if (!failed.success) return { passed: false, message: `npm audit printed an unknown report:\n${printed}` };
  const { message, statusCode, error } = failed.data;
  const reason = message ?? error?.summary ?? "no reason given";
  if (error?.code === "ENOAUDIT" || (statusCode !== undefined && NOT_OFFERED.has(statusCode))) {
    return { passed: true, message: `Not audited: the npm registry in use offers no audits (${reason}).` };
  }
  return { passed: false, message: `npm audit failed: ${reason}` };
}

function judge({ vulnerabilities, metadata }: z.output<typeof report>): AuditResult {
  const serious = Object.values(vulnerabilities).filter(({ severity }) => FAILING.has(severity));
  const { total = 0, ...bySeverity } = metadata.vulnerabilities;
  const counts = Object.entries(bySeverity).filter(([, count]) => count > 0);
  const summary =
    total === 0 ? "No known vulnerabilities." : `${counts.map(([name, count]) => `${count} ${name}`).join(", ")}.`;
  return { passed: serious.length === 0, message: [...serious.flatMap(describe), summary].join("\n") };
}

function describe({ name, severity, range, via }: z.output<typeof vulnerability>): string[] {
  const reasons = via.map((each) => (typeof each === "string" ? `  through ${each}` : `  ${each.title}: ${each.url}`));
  return [`${severity}: ${name} ${range}`, ...reasons];
}
