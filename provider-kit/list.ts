import type * as Pb from "@pulumi/pulumi/proto/provider_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import { checkProperties } from "./check.ts";
import { ProviderError } from "./errors.ts";
import type { Session } from "./session.ts";
import { hasUnknown, plainProperties } from "./values.ts";
import { fromStruct } from "./wireFormat.ts";

const { ListResponse } = providerPb;

/** The existing resources of a type, a page at a time where the engine asks for pages. */
export async function list(session: Session, request: Pb.ListRequest): Promise<Pb.ListResponse[]> {
  const { list: definition, token } = session.resource(request.getToken());
  if (definition === undefined) {
    throw new ProviderError(`the ${session.definition.name} provider cannot list resources of type ${token}`);
  }
  const given = fromStruct(request.getQuery());
  session.redactor.learn(given);
  if (hasUnknown(given)) return [new ListResponse().setComputed(new ListResponse.Computed())];
  const { inputs, failures } = checkProperties(definition.query, given);
  if (failures.length > 0) throw new ProviderError(failures.map(({ reason }) => reason).join("\n"));
  const query = definition.query.parse(plainProperties(inputs));
  const all = await definition.run(session.services(), query, session.context("", 0));
  return page(all.map(result), request);
}

/** The page that the continuation token names: a token is the number of resources on the pages before. */
function page(all: Pb.ListResponse[], request: Pb.ListRequest): Pb.ListResponse[] {
  const end = request.getLimit() < 1 ? all.length : Math.min(request.getLimit(), all.length);
  const from = Number(request.getContinuationToken());
  if (!Number.isSafeInteger(from) || from < 0)
    throw new ProviderError("the continuation token is not one of this list");
  const to = request.getPageSize() < 1 ? end : Math.min(from + request.getPageSize(), end);
  const next = new ListResponse.Continuation().setContinuationToken(to < end ? String(to) : "");
  return [...all.slice(from, to), new ListResponse().setContinuation(next)];
}

function result({ id, name }: { readonly id: string; readonly name: string }): Pb.ListResponse {
  return new ListResponse().setResult(new ListResponse.Result().setId(id).setName(name));
}
