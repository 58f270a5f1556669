/** The first line of the pipeline's comments. It distinguishes them from comments of other tools with the same user. */
export const MARKER = /^<!-- gitpod-azure-devops:preview(:[\w./-]+)? -->\r?(\n|$)/;

export interface Comment {
  readonly id: string;
  readonly body: string;
}

/** The comments on one pull request that the pipeline wrote. */
export interface Comments {
  list(): Promise<readonly Comment[]>;
  create(body: string): Promise<unknown>;
  update(id: string, body: string): Promise<unknown>;
}

/**
 * Creates or updates the comment with the same first line, an invisible marker.
 */
export async function upsert(comments: Comments, body: string): Promise<"created" | "updated" | "unchanged"> {
  const marker = firstLine(body);
  const own = (await comments.list()).find((comment) => firstLine(comment.body) === marker);
  if (own === undefined) {
    await comments.create(body);
    return "created";
  }
  // The systems trim comments and change line endings.
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
