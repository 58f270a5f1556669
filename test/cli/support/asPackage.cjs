// Lets a process see package.json as the npm package has it: a release names the plugin there.
const { registerHooks } = require("node:module");

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (url !== new URL("../../../package.json", `file://${__filename}`).href) return loaded;
    const content = JSON.parse(require("node:fs").readFileSync(new URL(url), "utf8"));
    return { ...loaded, source: JSON.stringify({ ...content, pulumi: { resource: true } }) };
  },
});
