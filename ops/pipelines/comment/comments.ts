/** How each of the pipeline's comments begins, so that it edits no comment that another tool made as the same user. */
export const MARKER = /^<!-- gitpod-azure-devops:preview(:[\w./-]+)? -->\r?(\n|$)/;

/** One comment on a pull request. */
export interface Comment {
  /** What the system needs to find it again. */
  readonly id: string;
  readonly body: string;
}

/** The comments of one pull request that this pipeline may edit. */
export interface Comments {
  list(): Promise<readonly Comment[]>;
  create(body: string): Promise<unknown>;
  update(id: string, body: string): Promise<unknown>;
}

/**
 * Keeps one comment up to date. It is known by its first line, which is a marker that people do not see.
 *
 * @returns what was done
 */
export async function upsert(comments: Comments, body: string): Promise<"created" | "updated" | "unchanged"> {
  const marker = firstLine(body);
  const own = (await comments.list()).find((comment) => firstLine(comment.body) === marker);
  if (own === undefined) {
    await comments.create(body);
    return "created";
  }
  // The systems normalize line ends and trim.
  if (normalized(own.body) === normalized(body)) return "unchanged";
  await comments.update(own.id, body);
  return "updated";
}

function firstLine(body: string): string {
  return normalized(body).split("\n", 1)[0] ?? "";
}

function normalized(body: string): string {
  return body.replaceAll("\r\n", "\n").trim();
}
