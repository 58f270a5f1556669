import type { Directory } from "./directory.ts";
import { notFound } from "./errors.ts";
import type { Application, GraphProperties, ServicePrincipal } from "./models.ts";

/** A call to Graph, as an operation gets it. */
export interface GraphCall {
  readonly directory: Directory;
  readonly id: string;
  /** The second id in the path: that of a related object. */
  readonly relatedId: string;
  readonly url: URL;
  readonly body: GraphProperties;
}

/** Handles one kind of call, or throws a GraphError. */
export type Operation = (call: GraphCall) => Response;

/** An operation that answers nothing but that it is done. */
export function silent(work: (call: GraphCall) => unknown): Operation {
  return (call) => {
    work(call);
    return new Response(null, { status: 204 });
  };
}

/** The app registration that the path names. */
export function application({ directory, id }: GraphCall): Application {
  const found = directory.applications.get(id);
  if (found === undefined || !directory.isReplicated(found.createdAt, "graph")) throw notFound(id);
  return found;
}

/** The service principal that the path names. */
export function principal({ directory, id }: GraphCall): ServicePrincipal {
  const found = directory.servicePrincipals.get(id);
  if (found === undefined || !directory.isReplicated(found.createdAt, "principal")) throw notFound(id);
  return found;
}
