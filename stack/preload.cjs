// Pulumi.yaml has Node load this before the program. It keeps out what Pulumi's runner would load and this program never uses: a third
// of the program's start (docs/performance.md). Plain old JavaScript, as it runs on whatever Node there is.
"use strict";
const { createRequire, Module } = require("node:module");

const runner = process.argv[1] ?? "";
if (/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/.test(runner)) {
  const requireFromSdk = createRequire(runner);
  // For the stack trace that the SDK takes of each promise. Our TypeScript needs no source map: its types are blanked out, and every
  // line stays where it is.
  replace(requireFromSdk, "source-map-support/register", () => ({}));
  // What turns functions into text, for dynamic resources, with TypeScript and npm's tree of packages: loaded with the first call.
  const closures = "../../runtime/closure/";
  replace(requireFromSdk, `${closures}serializeClosure.js`, whenCalled);
  replace(requireFromSdk, `${closures}codePaths.js`, whenCalled);
  // Its debugger only says where a function was that could not be turned into text.
  replace(requireFromSdk, `${closures}v8Hooks.js`, (load) => whenCalled(load, { isInitializedAsync: async () => {} }));
}

/** An SDK that has no such module any more loads what it likes. */
function replace(requireFromSdk, name, makeExports) {
  let path;
  try {
    path = requireFromSdk.resolve(name);
  } catch {
    return;
  }
  const exports = makeExports(() => {
    delete require.cache[path];
    return requireFromSdk(path);
  });
  require.cache[path] = Object.assign(new Module(path), { filename: path, loaded: true, exports });
}

/** Functions by any name, which load the module when they are called; but for those that are given. */
function whenCalled(load, given = {}) {
  let loaded;
  const call = (name, ...args) => {
    loaded ??= load();
    return loaded[name](...args);
  };
  const get = (_, name) => {
    if (name === "__esModule") return true;
    return given[name] ?? call.bind(undefined, name);
  };
  return new Proxy({}, { get });
}
