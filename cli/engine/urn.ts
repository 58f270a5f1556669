/** `urn:pulumi:<stack>::<project>::<types, joined by $>::<name>`. The name may hold "::" itself. */
export function parseUrn(urn: string): { stack: string; type: string; name: string } {
  const [head = "", , types = "", ...name] = urn.split("::");
  return { stack: head.replace("urn:pulumi:", ""), type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
