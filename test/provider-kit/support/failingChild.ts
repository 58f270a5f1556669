/** Constructs three components, one with a child that the engine refuses, and prints what became of each. */
import { construct } from "../../../provider-kit/construct.ts";
import { errorMessage } from "../../../provider-kit/errors.ts";
import { FakeEngine } from "./fakeEngine.ts";
import { groupSession, requestFor } from "./group.ts";

const engine = await FakeEngine.start();
const session = groupSession(engine.address);
const made = async (name: string, child: string) => {
  try {
    return (await construct(session, requestFor(engine.address, name, { child }))).getUrn();
  } catch (error) {
    return errorMessage(error);
  }
};
const [refused, other] = await Promise.all([made("one", "refused"), made("two", "child")]);
console.log(JSON.stringify({ refused, other, later: await made("three", "child") }));
process.exit();
