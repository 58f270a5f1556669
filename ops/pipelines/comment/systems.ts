import type { Comments } from "./comments.ts";
import { type Api, apiAt, asList, at, type Hint } from "./http.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The comments on the pull request that the pipeline runs for, according to the CI system's environment variables. */
export function commentsFor(environment: Environment): Comments {
  if (environment.GITHUB_ACTIONS) return githubComments(environment);
  if (environment.TF_BUILD) return azureReposComments(environment);
  if (environment.GITLAB_CI) return gitlabComments(environment);
  throw new Error(
    "run this in GitHub Actions, Azure Pipelines or GitLab CI: none of GITHUB_ACTIONS, TF_BUILD and GITLAB_CI is set",
  );
}

/** https://docs.github.com/en/rest/issues/comments: a pull request is an issue there. */
function githubComments(environment: Environment): Comments {
  const [url, graphqlUrl, token] = requireVariables(
    environment,
    "GITHUB_API_URL",
    "GITHUB_GRAPHQL_URL",
    "GITHUB_TOKEN",
  );
  const [repository, number] = requireVariables(environment, "GITHUB_REPOSITORY", "PULL_REQUEST");
  const headers = {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "x-github-api-version": "2022-11-28",
  };
  const hint = hintFor([403], "the job needs `permissions: pull-requests: write`");
  const api = apiAt(`${url}/repos/${repository}/issues`, headers, hint);
  // An app installation's token cannot read /user.
  const viewer = () => apiAt(graphqlUrl, headers, hint).send("POST", "", { query: "query { viewer { databaseId } }" });
  return {
    list: async () => {
      const self = identity(at(await viewer(), "data", "viewer", "databaseId"));
      return (await api.getAll(`/${number}/comments`)).filter((item) => at(item, "user", "id") === self).map(toComment);
    },
    create: (body) => api.send("POST", `/${number}/comments`, { body }),
    update: (id, body) => api.send("PATCH", `/comments/${id}`, { body }),
  };
}

/** https://docs.gitlab.com/api/notes/#merge-requests */
function gitlabComments(environment: Environment): Comments {
  const [url, token] = requireVariables(environment, "CI_API_V4_URL", "GITLAB_TOKEN");
  const [project, number] = requireVariables(environment, "CI_PROJECT_ID", "CI_MERGE_REQUEST_IID");
  const hint = hintFor([401, 403], "GITLAB_TOKEN needs the role Reporter in the project and the scope api");
  const api = apiAt(url, { "private-token": token }, hint);
  const notes = `/projects/${project}/merge_requests/${number}/notes`;
  return {
    list: async () => {
      const self = identity(at(await api.get("/user"), "id"));
      return (await api.getAll(notes)).filter((item) => at(item, "author", "id") === self).map(toComment);
    },
    create: (body) => api.send("POST", notes, { body }),
    update: (id, body) => api.send("PUT", `${notes}/${id}`, { body }),
  };
}

/** https://learn.microsoft.com/rest/api/azure/devops/git/pull-request-threads */
function azureReposComments(environment: Environment): Comments {
  const [collection, token] = requireVariables(environment, "SYSTEM_COLLECTIONURI", "SYSTEM_ACCESSTOKEN");
  const [project, repository] = requireVariables(environment, "SYSTEM_TEAMPROJECTID", "BUILD_REPOSITORY_ID");
  const [number] = requireVariables(environment, "SYSTEM_PULLREQUEST_PULLREQUESTID");
  const path = `${project}/_apis/git/repositories/${repository}/pullRequests/${number}/threads`;
  const hint = hintFor(
    [403],
    'the build service needs the right "Contribute to pull requests" in the repository: docs/pipelines/azure-pipelines.md',
  );
  const api = apiAt(collection, { authorization: `Bearer ${token}` }, hint);
  const version = "?api-version=7.1";
  return {
    list: async () => {
      const self = identity(at(await api.get(`_apis/connectionData${version}-preview`), "authenticatedUser", "id"));
      return listThreads(api, `${path}${version}`, self);
    },
    // A closed thread, so that it does not block a pull request whose comments must all be resolved.
    create: (content) =>
      api.send("POST", `${path}${version}`, {
        comments: [{ parentCommentId: 0, content, commentType: "text" }],
        status: "closed",
      }),
    update: (thread, content) => api.send("PATCH", `${path}/${thread}/comments/1${version}`, { content }),
  };
}

/** The threads that this identity started, by their first comment, whose id is always 1. */
async function listThreads(api: Api, path: string, self: string | number) {
  const threads = asList(at(await api.get(path), "value")).filter((thread) => at(thread, "isDeleted") !== true);
  return threads
    .map((thread) => ({ thread, first: asList(at(thread, "comments"))[0] }))
    .filter(({ first }) => at(first, "author", "id") === self)
    .map(({ thread, first }) => ({ id: String(at(thread, "id")), body: String(at(first, "content") ?? "") }));
}

/** The token's owner. Anyone can write our marker into a comment, and the token may be able to edit that comment. */
function identity(id: unknown): string | number {
  if (typeof id === "string" || typeof id === "number") return id;
  throw new Error("the token's owner is unknown, so the pipeline's comment cannot be told from others");
}

function hintFor(statuses: readonly number[], hint: string): Hint {
  return (status) => (statuses.includes(status) ? hint : undefined);
}

function toComment(item: unknown) {
  return { id: String(at(item, "id")), body: String(at(item, "body") ?? "") };
}

function requireVariables<const Names extends readonly string[]>(
  environment: Environment,
  ...names: Names
): { [Index in keyof Names]: string } {
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`${missing.join(" and ")} must be set in the environment of this step`);
  return names.map((name) => environment[name]) as { [Index in keyof Names]: string };
}
