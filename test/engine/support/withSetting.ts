import type { Person } from "./person.ts";
import type { PlatformUnderTest } from "./platforms/platformUnderTest.ts";

/** Does something while a setting of a stack with the platform's settings has another value. */
export async function withSetting<T>(
  person: Person,
  platform: PlatformUnderTest,
  name: string,
  value: string,
  work: () => Promise<T>,
): Promise<T> {
  const original = platform.stackSettings(person.sandbox)[name];
  await person.set(name, value);
  try {
    return await work();
  } finally {
    await (original === undefined ? person.unset(name) : person.set(name, original));
  }
}
