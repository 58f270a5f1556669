import { type CANCEL_SYMBOL, confirm, isCancel, log, type Option, password, select, text } from "@clack/prompts";
import { fitted } from "../shared/terminal.ts";
import { visible } from "../shared/text.ts";

/** The user cancelled the questions. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** What is wrong with an answer, as a sentence without its subject; undefined when it is valid. */
export type Check = (answer: string) => string | undefined;

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

export interface TextQuestion {
  readonly message: string;
  readonly initial?: string;
  readonly check?: Check;
}

/** Columns that clack's frame takes. */
const FRAME = 3;

/** Prints a text between two questions, wrapped at words. */
export const say = {
  message: (text: string) => log.message(inFrame(text)),
  info: (text: string) => log.info(inFrame(text)),
  success: (text: string) => log.success(inFrame(text)),
  warn: (text: string) => log.warn(inFrame(text)),
  error: (text: string) => log.error(inFrame(text)),
};

function inFrame(text: string): string {
  const { isTTY, columns = 0 } = process.stdout;
  return fitted(visible(text), { isTTY, columns: Math.max(0, columns - FRAME) });
}

/** @throws Cancelled, like all questions */
export async function askText({ message, initial = "", check }: TextQuestion): Promise<string> {
  return answered(await text({ message, initialValue: initial, validate: sentence(check) })).trim();
}

/** Hides the answer, and does not trim it. */
export async function askSecret(message: string, check?: Check): Promise<string> {
  return answered(await password({ message, validate: sentence(check), clearOnError: true })) ?? "";
}

export async function choose<Value extends string>(
  message: string,
  choices: readonly Choice<Value>[],
  initial?: Value,
): Promise<Value> {
  const options = choices as Option<Value>[];
  return answered(
    await select<Value>({ message, options, ...(initial === undefined ? {} : { initialValue: initial }) }),
  );
}

export async function confirmed(message: string, initialValue = true): Promise<boolean> {
  return answered(await confirm({ message, initialValue }));
}

function sentence(check: Check = () => undefined): (answer: string | undefined) => string | undefined {
  return (answer = "") => {
    const problem = check(answer.trim());
    return problem === undefined ? undefined : `It ${problem}.`;
  };
}

function answered<Value>(answer: Value | typeof CANCEL_SYMBOL): Value {
  if (isCancel(answer)) throw new Cancelled();
  return answer as Value;
}
