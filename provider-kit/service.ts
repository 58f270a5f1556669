import type { handleServerStreamingCall, handleUnaryCall, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb.js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as Pb from "@pulumi/pulumi/proto/provider_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Failure } from "./check.ts";
import { type ChangeKind, diffInputs } from "./diff.ts";
import { toServiceError } from "./failure.ts";
import { list } from "./list.ts";
import * as operations from "./operations.ts";
import type { Session } from "./session.ts";
import { newProperties, type Properties, plainProperties } from "./values.ts";
import { fromStruct, toStruct } from "./wireFormat.ts";

const { PropertyDiff } = providerPb;
const KINDS: Record<ChangeKind, [plain: Pb.PropertyDiff.Kind, replacing: Pb.PropertyDiff.Kind]> = {
  add: [PropertyDiff.Kind.ADD, PropertyDiff.Kind.ADD_REPLACE],
  delete: [PropertyDiff.Kind.DELETE, PropertyDiff.Kind.DELETE_REPLACE],
  update: [PropertyDiff.Kind.UPDATE, PropertyDiff.Kind.UPDATE_REPLACE],
};

type Handler<Request, Response> = (session: Session, request: Request) => Promise<Response> | Response;

/** The resource provider protocol of the Pulumi engine. Calls wait until the session is open. */
export function providerService(opening: Promise<Session>): UntypedServiceImplementation {
  const unary = <Request, Response>(
    name: string,
    handler: Handler<Request, Response>,
  ): handleUnaryCall<Request, Response> => {
    return async (call, callback) => {
      const session = await opening;
      try {
        const response = await handler(session, call.request);
        await session.log.flush();
        callback(null, response);
      } catch (error) {
        await session.log.flush();
        callback(toServiceError(error, name, session.redactor), null);
      }
    };
  };
  const streaming = <Request, Response>(
    name: string,
    handler: (session: Session, request: Request) => Promise<Iterable<Response>>,
  ): handleServerStreamingCall<Request, Response> => {
    return async (call) => {
      const session = await opening;
      try {
        for (const response of await handler(session, call.request)) call.write(response);
        await session.log.flush();
        call.end();
      } catch (error) {
        await session.log.flush();
        call.emit("error", toServiceError(error, name, session.redactor));
      }
    };
  };
  return {
    handshake: unary("Handshake", handshake),
    attach: unary("Attach", attach),
    getPluginInfo: unary("GetPluginInfo", ({ definition }) => new pluginPb.PluginInfo().setVersion(definition.version)),
    getSchema: unary("GetSchema", getSchema),
    checkConfig: unary("CheckConfig", checkConfig),
    diffConfig: unary("DiffConfig", diffConfig),
    configure: unary("Configure", configure),
    check: unary("Check", check),
    diff: unary("Diff", diff),
    create: unary("Create", create),
    read: unary("Read", read),
    update: unary("Update", update),
    delete: unary("Delete", remove),
    invoke: unary("Invoke", invoke),
    construct: unary("Construct", async (session, request: Pb.ConstructRequest) => {
      const { construct } = await import("./construct.ts");
      return construct(session, request);
    }),
    list: streaming("List", list),
    cancel: unary("Cancel", (session) => {
      session.cancel();
      return new emptyPb.Empty();
    }),
  };
}

function handshake(session: Session, request: Pb.ProviderHandshakeRequest): Pb.ProviderHandshakeResponse {
  if (request.getEngineAddress() !== "") session.log.connectTo(request.getEngineAddress());
  return new providerPb.ProviderHandshakeResponse().setAcceptSecrets(true).setAcceptOutputs(true);
}

function attach(session: Session, request: PluginAttach) {
  session.log.connectTo(request.getAddress());
  return new emptyPb.Empty();
}

async function getSchema({ definition }: Session): Promise<Pb.GetSchemaResponse> {
  const schema = (await definition.schema?.()) ?? (await madeSchema(definition));
  return new providerPb.GetSchemaResponse().setSchema(JSON.stringify(schema));
}

/** Made only where no file keeps it: that loads every schema. */
async function madeSchema(definition: Session["definition"]): Promise<object> {
  const { packageSchema } = await import("./packageSchema.ts");
  return packageSchema(definition);
}

function checkConfig(session: Session, request: Pb.CheckRequest): Pb.CheckResponse {
  const { inputs, failures } = session.checkConfig(fromStruct(request.getNews()));
  const { name } = session.definition;
  return checkResponse(
    inputs,
    failures.map(({ property, reason }) => ({ property, reason: `${name}:${reason}` })),
  );
}

function diffConfig(session: Session, request: Pb.DiffRequest): Pb.DiffResponse {
  const olds = session.normalized(fromStruct(request.getOldInputs() ?? request.getOlds()));
  const news = session.normalized(fromStruct(request.getNews()));
  session.remember(olds);
  const changes = diffInputs(session.definition.config, olds, news);
  const warning = session.definition.configWarning?.(plainProperties(olds), plainProperties(news));
  if (warning !== undefined) session.log.forResource(request.getUrn()).warn(warning);
  return diffResponse({ changes, due: [], deleteBeforeReplace: false });
}

function configure(session: Session, request: Pb.ConfigureRequest): Pb.ConfigureResponse {
  session.configure(fromStruct(request.getArgs()));
  const response = new providerPb.ConfigureResponse();
  response.setAcceptsecrets(true);
  response.setSupportspreview(true);
  response.setAcceptoutputs(true);
  return response;
}

function check(session: Session, request: Pb.CheckRequest): Pb.CheckResponse {
  const { inputs, failures } = operations.check(session, target(request), fromStruct(request.getNews()));
  return checkResponse(inputs, failures);
}

async function diff(session: Session, request: Pb.DiffRequest): Promise<Pb.DiffResponse> {
  const [state, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
  const oldInputs = inputsOf(session, request, state);
  const found = operations.diff(session, target(request), request.getId(), oldInputs, state, news);
  await operations.plan(session, target(request), state, news);
  return diffResponse(found);
}

async function create(session: Session, request: Pb.CreateRequest): Promise<Pb.CreateResponse> {
  const news = fromStruct(request.getProperties());
  const state = await operations.create(session, target(request), news, request.getPreview());
  return new providerPb.CreateResponse().setId(state.id).setProperties(toStruct(state.properties));
}

async function read(session: Session, request: Pb.ReadRequest): Promise<Pb.ReadResponse> {
  const properties = fromStruct(request.getProperties());
  const inputs = fromStruct(request.getInputs());
  const state = await operations.read(session, target(request), request.getId(), properties, inputs);
  const response = new providerPb.ReadResponse();
  if (state === undefined) return response;
  return response.setId(state.id).setProperties(toStruct(state.properties)).setInputs(toStruct(state.inputs));
}

async function update(session: Session, request: Pb.UpdateRequest): Promise<Pb.UpdateResponse> {
  const old = fromStruct(request.getOlds());
  const state = await operations.update(
    session,
    target(request),
    request.getId(),
    inputsOf(session, request, old),
    old,
    fromStruct(request.getNews()),
    request.getPreview(),
  );
  return new providerPb.UpdateResponse().setProperties(toStruct(state.properties));
}

async function remove(session: Session, request: Pb.DeleteRequest) {
  const state = fromStruct(request.getProperties());
  await operations.remove(session, target(request), request.getId(), state, inputsOf(session, request, state));
  return new emptyPb.Empty();
}

async function invoke(session: Session, request: Pb.InvokeRequest): Promise<Pb.InvokeResponse> {
  const { result, failures } = await operations.invoke(session, request.getTok(), fromStruct(request.getArgs()));
  return new providerPb.InvokeResponse()
    .setReturn(toStruct(result))
    .setFailuresList(
      failures.map(({ property, reason }) => new providerPb.CheckFailure().setProperty(property).setReason(reason)),
    );
}

/** The last deployment's inputs. Older engines send only the state, which contains them. */
function inputsOf(
  session: Session,
  request: Pb.DiffRequest | Pb.UpdateRequest | Pb.DeleteRequest,
  state: Properties,
): Properties {
  if (request.hasOldInputs()) return fromStruct(request.getOldInputs());
  const names = new Set(Object.keys(session.resource(target(request).type).inputs.shape));
  return newProperties(Object.entries(state).filter(([name]) => names.has(name)));
}

type AnyRequest = { getUrn(): string; getType?(): string; getTimeout?(): number };

function target(request: AnyRequest): operations.Target {
  const urn = request.getUrn();
  const fromUrn = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return { urn, type: request.getType?.() || fromUrn, timeout: request.getTimeout?.() ?? 0 };
}

function checkResponse(inputs: Properties, failures: readonly Failure[]): Pb.CheckResponse {
  const response = new providerPb.CheckResponse();
  response.setInputs(toStruct(inputs));
  // The engine prints the value of a property that a failure names, and people paste tokens into the wrong setting.
  response.setFailuresList(failures.map(({ reason }) => new providerPb.CheckFailure().setReason(reason)));
  return response;
}

function diffResponse({ changes, due, deleteBeforeReplace }: operations.ResourceDiff): Pb.DiffResponse {
  const { DiffChanges } = providerPb.DiffResponse;
  const response = new providerPb.DiffResponse();
  response.setHasdetaileddiff(true);
  response.setChanges(changes.length + due.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  const all = [...changes, ...due];
  response.setDiffsList(all.map(({ property }) => property));
  response.setReplacesList(all.filter(({ replaces }) => replaces).map(({ property }) => property));
  response.setDeletebeforereplace(deleteBeforeReplace);
  const details = response.getDetaileddiffMap();
  for (const { property, kind, replaces } of changes) {
    details.set(property, new PropertyDiff().setKind(KINDS[kind][replaces ? 1 : 0]).setInputdiff(true));
  }
  for (const { property, replaces } of due) {
    details.set(property, new PropertyDiff().setKind(KINDS.update[replaces ? 1 : 0]));
  }
  return response;
}
