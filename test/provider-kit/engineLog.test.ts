import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb, { type LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import * as operations from "../../provider-kit/operations.ts";
import { newProperties, Secret } from "../../provider-kit/values.ts";
import { exampleSession, TARGET, URN } from "../provider/support/example.ts";

let engine: Server;
let address: string;
let messages: { severity: number; text: string; urn: string; ephemeral: boolean }[];

beforeEach(async () => {
  messages = [];
  engine = new Server();
  engine.addService(
    { log: engineGrpc.EngineService.log },
    {
      log(call: ServerUnaryCall<LogRequest, InstanceType<typeof emptyPb.Empty>>, done: sendUnaryData<object>) {
        const { request } = call;
        messages.push({
          severity: request.getSeverity(),
          text: request.getMessage(),
          urn: request.getUrn(),
          ephemeral: request.getEphemeral(),
        });
        done(null, new emptyPb.Empty());
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  address = `127.0.0.1:${port}`;
});
afterEach(() => engine.forceShutdown());

describe("messages to the engine", () => {
  test("arrive in order, with their resource and without secrets", async () => {
    const session = exampleSession({}, {}, address);
    session.redactor.learn(new Secret("hidden-text"));
    const log = session.log.forResource(URN);
    log.status("waiting");
    log.warn("hidden-text is wrong");
    log.error("failed");
    await session.log.flush();
    const { INFO, WARNING, ERROR } = enginePb.LogSeverity;
    expect(messages).toEqual([
      { severity: INFO, text: "waiting", urn: URN, ephemeral: true },
      { severity: WARNING, text: "[secret] is wrong", urn: URN, ephemeral: false },
      { severity: ERROR, text: "failed", urn: URN, ephemeral: false },
    ]);
  });

  test("appear once for each resource if they are warnings or errors, and each time if they are a status", async () => {
    const session = exampleSession({}, {}, address);
    for (const urn of [URN, URN, `${URN}-other`]) {
      session.log.forResource(urn).warn("ends soon");
      session.log.forResource(urn).error("has ended");
      session.log.forResource(urn).status("waiting");
    }
    await session.log.flush();
    const urnsOf = (text: string) => messages.filter((message) => message.text === text).map(({ urn }) => urn);
    for (const text of ["ends soon", "has ended"]) expect(urnsOf(text)).toEqual([URN, `${URN}-other`]);
    expect(urnsOf("waiting")).toHaveLength(3);
  });

  test("warn once of a change, although a preview asks for both diff and update", async () => {
    const session = exampleSession({}, {}, address);
    session.configure(newProperties([["host", "host"]]));
    const inputs = newProperties([
      ["place", "here"],
      ["size", 7],
    ]);
    const news = newProperties([
      ["place", "here"],
      ["size", 8],
    ]);
    operations.diff(session, TARGET, "1", inputs, inputs, news);
    await operations.update(session, TARGET, "1", inputs, inputs, news, true);
    await session.log.flush();
    expect(messages.map(({ text }) => text)).toEqual(["size of here will change"]);
  });

  test("are dropped without delay if no engine answers", async () => {
    const alone = exampleSession();
    alone.log.forResource(URN).warn("nobody hears this");
    await alone.log.flush();
    const orphaned = exampleSession({}, {}, address);
    engine.forceShutdown();
    orphaned.log.forResource(URN).warn("nor this");
    await orphaned.log.flush();
    expect(messages).toEqual([]);
  });
});
